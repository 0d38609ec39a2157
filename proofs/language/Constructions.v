(** * The two-unit networks that the exercise has been answered with

    The Rust function `prover::construct::network` builds the same ones. S is x₁ + … + x_D. *)

From Coq Require Import ZArith QArith List.
From Orthant Require Import Cube Network.
Import ListNotations.
Open Scope Z_scope.

(** A unit with the same integer weight on all D coordinates. *)
Definition even_unit (D : nat) (w b : Z) : unit :=
  Unit (repeat (inject_Z w) D) (inject_Z b).

(** Two units with activation g, v₁·S + c₁ and v₂·S + c₂; the output o(w·(h₁ + h₂) + b). *)
Definition two_units (D : nat) (g : activation) (v1 c1 v2 c2 : Z) (o : activation) (w b : Z) : network :=
  [Layer g [even_unit D v1 c1; even_unit D v2 c2]; Layer o [even_unit 2 w b]].

(** Part (b): sign units. *)
Definition report_b (D : nat) (A B : Z) : network :=
  two_units D Sign 1 (- A) (-1) B Identity 1 (-1).
Definition integer_b (D : nat) (A B : Z) : network :=
  two_units D Sign 2 (1 - 2 * A) (-2) (2 * B + 1) Identity 1 (-1).
Definition widest_b (D : nat) (A B : Z) : network :=
  two_units D Sign 1 (1 - least_sum_inside D A) (-1) (greatest_sum_inside D B + 1) Identity 1 (-1).

(** Part (c): ReLU units. *)
Definition report_c (D : nat) (A B : Z) : network :=
  two_units D Relu (-1) A 1 (- B) Zero 1 0.
Definition integer_c (D : nat) (A B : Z) : network :=
  two_units D Relu 2 (-2 * B - 1) (-2) (2 * A - 1) Sign (-2) 1.
Definition widest_c (D : nat) (A B : Z) : network :=
  two_units D Relu 1 (- greatest_sum_inside D B - 1) (-1) (least_sum_inside D A - 1) Sign (-1) 0.

(** A further published answer to (c), and its correction. *)
Definition published_c_with (D : nat) (A B b : Z) : network :=
  two_units D Relu 2 (1 - 2 * A) (-2) (2 * B + 1) Sign (-1) b.
Definition published_c (D : nat) (A B : Z) : network := published_c_with D A B 2.
Definition corrected_c (D : nat) (A B : Z) : network := published_c_with D A B (2 * (B - A + 1)).
