(* Reads certificates from their text form, which the book describes in the chapter "Certificates".

   This file and main.ml are outside the proved part: that a text is read as the certificate it states is not
   proved. It accepts what src/checker/parse.rs accepts, but no white space other than ASCII. *)

(* A line, and why it is not what may stand there. *)
exception Malformed of int * string

let max_dimension = Z.of_int 1_000_000

(* ---- Text ---- *)

let is_space c = c = ' ' || ('\t' <= c && c <= '\r')

let stands_at i part text =
  let rec same j = j = String.length part || (text.[i + j] = part.[j] && same (j + 1)) in
  i + String.length part <= String.length text && same 0

let slice i j text = String.sub text i (j - i)
let drop i text = slice i (String.length text) text
let strip_prefix part text = if stands_at 0 part text then Some (drop (String.length part) text) else None

(* What stands before and after the first such part. *)
let split_once part text =
  let rec look i =
    if i >= String.length text then None
    else if stands_at i part text then Some (slice 0 i text, drop (i + String.length part) text)
    else look (i + 1)
  in
  look 0

(* The first place from i on with such a character, or the end. *)
let rec find test i text = if i < String.length text && not (test text.[i]) then find test (i + 1) text else i
let find_ink = find (fun c -> not (is_space c))

let trim text =
  let rec cut j = if j > 0 && is_space text.[j - 1] then cut (j - 1) else j in
  let i = find_ink 0 text in
  slice i (max i (cut (String.length text))) text

let fold_words f start text =
  let rec go found i =
    let i = find_ink i text in
    let j = find is_space i text in
    if i = j then found else go (f found (slice i j text)) j
  in
  go start 0

let map_words f text = List.rev (fold_words (fun found word -> f word :: found) [] text)

(* ---- Lines ---- *)

(* The next line (None at the end) without its indentation, its number, and where the text goes on after it. *)
type lines = { text : string; mutable line : string option; mutable number : int; mutable after : int }

let advance l =
  let size = String.length l.text in
  let stop = find (fun c -> c = '\n') l.after l.text in
  l.line <- (if l.after < size then Some (trim (slice l.after stop l.text)) else None);
  l.number <- l.number + 1;
  l.after <- min size (stop + 1)

(* Refuses the next line, or the line just read. *)
let expected_next l what = raise (Malformed (l.number, "expected " ^ what))
let expected l what = raise (Malformed (l.number - 1, "expected " ^ what))
let need l what = function Some found -> found | None -> expected l what

(* The rest of the next line, if it begins with this word. *)
let optional l word =
  match Option.bind l.line (strip_prefix word) with
  | Some rest when rest = "" || rest.[0] = ' ' -> advance l; Some (trim rest)
  | _ -> None

let field l word = match optional l word with Some rest -> rest | None -> expected_next l ("\"" ^ word ^ "\"")

(* ---- Numbers ---- *)

let natural digits =
  let is_number = digits <> "" && String.for_all (fun c -> '0' <= c && c <= '9') digits in
  if is_number then Some (Z.of_string_base 10 digits) else None

let integer text = match strip_prefix "-" text with Some n -> Option.map Z.neg (natural n) | None -> natural text
let signed text = match strip_prefix "+" text with Some n -> natural n | None -> integer text

let quotient n d =
  let q = Q.make n d in
  { Checker.qnum = Q.num q; qden = Q.den q }

(* -3, 1/2, 0.25 or 1e-3. *)
let number l text =
  let number = need l "a number" in
  if String.length text > 20_000 then expected l "a number of at most 20,000 characters";
  match split_once "/" text with
  | Some (n, d) ->
      let n = number (signed n) and d = number (natural d) in
      if Z.sign d = 0 then expected l "a denominator other than 0" else quotient n d
  | None ->
      let parts = match split_once "e" text with None -> split_once "E" text | parts -> parts in
      let mantissa, exponent = Option.value parts ~default:(text, "0") in
      let whole, decimals =
        match split_once "." mantissa with
        | Some (("" | "+" | "-"), _) | Some (_, "") -> expected l "digits on both sides of the point"
        | parts -> Option.value parts ~default:(mantissa, "")
      in
      let digits = number (signed (whole ^ decimals)) and exponent = number (signed exponent) in
      if Z.gt (Z.abs exponent) (Z.of_int 1000) then expected l "an exponent of at most 1000";
      let power = Z.to_int exponent - String.length decimals in
      let ten_to n = Z.pow (Z.of_int 10) (max n 0) in
      quotient (Z.mul digits (ten_to power)) (ten_to (-power))

let count l text =
  let small = Option.bind (natural text) (fun n -> if Z.leq n max_dimension then Some n else None) in
  need l "a count up to 1,000,000" small

(* ---- Sequences ---- *)

(* Values and runs [value]*n; [fold f found word] goes over the values in a word. Equal neighbours join. *)
let runs l fold text =
  let push n (found, size) value =
    let size = Z.add size n in
    if Z.gt size max_dimension then expected l "at most 1,000,000 values";
    match found with
    | (last, m) :: found when last = value -> ((last, Z.add m n) :: found, size)
    | _ -> ((value, n) :: found, size)
  in
  let add (found, size) word =
    let run = Option.map (fun run -> need l "a run [value]*n" (split_once "]*" run)) (strip_prefix "[" word) in
    let body, n = match run with None -> (word, Z.one) | Some (body, n) -> (body, count l n) in
    let found, new_size = fold (push n) (found, size) body in
    let one_value = Z.equal new_size (Z.add size n) in
    if Z.sign n = 0 || (Z.gt n Z.one && not one_value) then expected l "a run [value]*n";
    (found, new_size)
  in
  List.rev (fst (fold_words add ([], Z.zero) text))

let size runs = List.fold_left (fun size (_, n) -> Z.add size n) Z.zero runs
let numbers l = runs l (fun f found word -> f found (number l word))

let signs l =
  let sign = function '+' -> Checker.Plus | '-' -> Checker.Minus | _ -> expected l "signs + and -" in
  runs l (fun f -> String.fold_left (fun found c -> f found (sign c)))

(* The class of each coordinate. *)
let classes l =
  let labels = runs l (fun f found word -> f found (count l word)) (field l "classes") in
  let known classes (c, _) =
    if Z.sign c > 0 && Z.leq c (Z.succ classes) then Z.max c classes
    else expected l "classes numbered 1, 2, … in the order of their first coordinates"
  in
  if Z.sign (List.fold_left known Z.zero labels) > 0 then labels else expected l "a class"

let counts l place = map_words (count l) (need l "\"at counts …\"" (strip_prefix "counts " place))

(* ---- Targets and networks ---- *)

let setting l key word = need l ("\"" ^ key ^ "=…\"") (strip_prefix (key ^ "=") word)

let target l =
  let first_word text = Option.value (split_once " " text) ~default:(text, "") in
  let kind, rest = first_word (field l "target") in
  let first, rest = first_word rest in
  let d = count l (setting l "dim" first) in
  if Z.sign d = 0 then expected l "D of at least 1";
  match (kind, String.split_on_char ' ' rest) with
  | "interval", [ low; high ] ->
      let a = need l "an integer" (integer (setting l "low" low)) in
      let b = need l "an integer" (integer (setting l "high" high)) in
      let fits = Z.leq (Z.neg d) a && Z.leq a b && Z.leq b d in
      if fits then Checker.Interval (d, a, b) else expected l "-D ≤ A ≤ B ≤ D"
  | "sums", _ ->
      let values = signs l rest in
      if Z.equal (size values) (Z.succ d) then Checker.BySum values else expected l "D + 1 values"
  | "table", _ ->
      let values = signs l rest in
      let fits = Z.leq d (Z.of_int 16) && Z.equal (size values) (Z.shift_left Z.one (Z.to_int d)) in
      if fits then Checker.Table (d, values) else expected l "2^D values for D up to 16"
  | _ -> expected l "a target: interval with two bounds, sums or table"

let activations = Checker.[ ("sign", Sign); ("step", Step); ("relu", Relu); ("identity", Identity); ("zero", Zero) ]

let rec units l found =
  match optional l "unit" with
  | None -> List.rev found
  | Some text ->
      let parts = Option.bind (strip_prefix "bias " text) (split_once " weights ") in
      let bias, weights = need l "\"unit bias … weights …\"" parts in
      units l ({ Checker.row_bias = number l bias; row_weights = numbers l weights } :: found)

let rec layers l found =
  match optional l "layer" with
  | None -> List.rev found
  | Some name ->
      let g = need l "sign, step, relu, identity or zero" (List.assoc_opt name activations) in
      layers l ({ Checker.rows_activation = g; rows_units = units l [] } :: found)

let network l =
  let inputs = count l (setting l "inputs" (field l "network")) in
  let layers = layers l [] in
  if Checker.layers_fit inputs layers then { Checker.inputs; layers } else expected l "layers that fit"

(* ---- Evidence ---- *)

(* Lines "weight at place". *)
let rec weighted l read_place found =
  match l.line with
  | None | Some "end" -> List.rev found
  | Some line -> (
      match split_once " at " line with
      | None -> expected_next l "\"weight at place\" or \"end\""
      | Some (weight, place) ->
          advance l;
          weighted l read_place ((number l weight, read_place (trim place)) :: found))

let relations = Checker.[ ("<0", Negative); ("=0", Null); (">0", Positive); (">=0", NonNegative) ]

let rec assumptions l found = function
  | [] -> List.rev found
  | place :: relation :: words ->
      let layer, unit = need l "\"layer.unit\"" (split_once "." place) in
      let relation_of = need l "a relation: <0, =0, >0 or >=0" (List.assoc_opt relation relations) in
      assumptions l ({ Checker.at_layer = count l layer; at_unit = count l unit; relation_of } :: found) words
  | [ _ ] -> expected l "a relation"

let conclusion l text =
  match (text, strip_prefix "impossible" text) with
  | "kept", _ -> Checker.Kept
  | _, Some rest when rest = "" || rest.[0] = ' ' -> Checker.Impossible (map_words (number l) rest)
  | _ -> expected l "\"kept\" or \"impossible …\""

let rec cases l found =
  match optional l "if" with
  | None -> List.rev found
  | Some text ->
      let way, rest = need l "\"if … then …\"" (split_once " then " text) in
      let path = assumptions l [] (map_words Fun.id way) in
      cases l ({ Checker.path; conclusion_of = conclusion l rest } :: found)

let rec points l found =
  match optional l "at" with
  | None -> List.rev found
  | Some place ->
      let k = counts l place in
      points l ((k, cases l []) :: found)

let evidence l =
  let kind = field l "evidence" in
  let field read word = read l (field l word) in
  match kind with
  | "separator" ->
      let w = field numbers "weights" in
      let b = field number "bias" in
      Checker.Separator (w, b, classes l)
  | "farkas" -> Checker.Farkas (weighted l (signs l) [])
  | "levels" ->
      let c = classes l in
      Checker.Levels (c, weighted l (counts l) [])
  | "counts" -> Checker.Counts (classes l)
  | "vertex" ->
      let x = field signs "vertex" in
      let h = field number "h" in
      let sign l text = need l "f 1 or f -1" (List.assoc_opt text Checker.[ ("1", Plus); ("-1", Minus) ]) in
      Checker.Vertex (x, h, field sign "f")
  | "limits" ->
      let c = classes l in
      Checker.Limits (c, points l [])
  | "direction" ->
      let x = field signs "vertex" in
      let v = field numbers "direction" in
      Checker.Direction (x, v, field number "limit")
  | _ -> expected l "evidence: separator, farkas, levels, counts, vertex, limits or direction"

(* ---- Certificates ---- *)

(* The claim's word, the answer that it claims, and the question with its evidence. *)
let certificate text =
  let text = Option.value (strip_prefix "\xef\xbb\xbf" text) ~default:text in
  let l = { text; line = None; number = 0; after = 0 } in
  advance l;
  if l.line <> Some "orthant certificate 1" then expected_next l "\"orthant certificate 1\"";
  advance l;
  let claim = field l "claim" in
  let separable f = Checker.Separable f and agrees f = Checker.Agrees (network l, f) in
  let robust f = Checker.Robust (network l, f) in
  let ask, answer =
    match claim with
    | "separable" -> (separable, Checker.Yes)
    | "inseparable" -> (separable, Checker.No)
    | "agrees" -> (agrees, Checker.Yes)
    | "differs" -> (agrees, Checker.No)
    | "robust" -> (robust, Checker.Yes)
    | "fragile" -> (robust, Checker.No)
    | _ -> expected l "a claim: separable, inseparable, agrees, differs, robust or fragile"
  in
  let asked = ask (target l) in
  let given = evidence l in
  if l.line <> Some "end" then expected_next l "\"end\"";
  advance l;
  while l.line = Some "" do advance l done;
  if l.line <> None then expected_next l "nothing after \"end\"";
  (claim, answer, { Checker.asked; given })
