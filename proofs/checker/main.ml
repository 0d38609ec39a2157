(* orthant-check FILE…: judges certificates with the checker that is proved sound (checker.ml). This file and
   certificate_text.ml are outside the proved part. Without a file, or for "-", it reads standard input; with -0 that
   has many certificates, each ended by a NUL. Exit codes: 0 all were verified; 1 one was refuted; 2 one was
   undecided or is no certificate. *)

let largest = 64 * 1024 * 1024

(* A file, or standard input for "-". *)
let read name =
  let channel = if name = "-" then stdin else open_in_bin name in
  let text = Buffer.create 65536 and piece = Bytes.create 65536 in
  let rec fill () =
    let size = input channel piece 0 (Bytes.length piece) in
    Buffer.add_subbytes text piece 0 size;
    if Buffer.length text > largest then raise (Sys_error "more than 64 MiB");
    if size > 0 then fill ()
  in
  Fun.protect fill ~finally:(fun () -> close_in_noerr channel);
  Buffer.contents text

(* The text up to the next NUL, or to the end; None if there is no more. *)
let next_text () =
  let text = Buffer.create 4096 in
  let rec fill () =
    match input_char stdin with
    | '\000' -> Some (Buffer.contents text)
    | c -> Buffer.add_char text c; fill ()
    | exception End_of_file -> if Buffer.length text = 0 then None else Some (Buffer.contents text)
  in
  fill ()

let too_large = "too large for the memory or the stack (see ulimit -s)"

(* The verdict and the claim, or why there is none, and the exit code. *)
let judge text =
  match
    let claim, claimed, certificate = Certificate_text.certificate (text ()) in
    match Checker.check certificate with
    | Checker.Undecided -> ("undecided " ^ claim, 2)
    | answer when answer = claimed -> ("verified " ^ claim, 0)
    | _ -> ("refuted " ^ claim, 1)
    | exception (Stack_overflow | Out_of_memory) -> ("undecided " ^ claim ^ ": " ^ too_large, 2)
  with
  | verdict, code -> (Ok verdict, code)
  | exception Certificate_text.Malformed (line, why) -> (Error (Printf.sprintf "malformed: line %d: %s" line why), 2)
  | exception Sys_error why -> (Error ("not read: " ^ why), 2)
  | exception (Stack_overflow | Out_of_memory) -> (Error ("not read: " ^ too_large), 2)

(* Verdicts go to standard output, what is no certificate to standard error. *)
let files names =
  let one name =
    let before = if List.length names > 1 then name ^ ": " else "" in
    let said, code = judge (fun () -> read name) in
    (match said with
     | Ok verdict -> Printf.printf "%s%s\n%!" before verdict
     | Error why -> prerr_endline (before ^ why));
    code
  in
  List.fold_left (fun worst name -> max worst (one name)) 0 names

(* One line for each text, whatever it is. *)
let rec stream worst =
  match next_text () with
  | None -> worst
  | Some text ->
      let said, code = judge (fun () -> text) in
      Printf.printf "%s\n%!" (match said with Ok line | Error line -> line);
      stream (max worst code)

let () =
  exit
    (match List.tl (Array.to_list Sys.argv) with
     | [] -> files [ "-" ]
     | [ "-0" ] -> stream 0
     | names -> files names)
