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

(** Each answer says which numbers are built with: g, v₁, c₁, v₂, c₂, o, w and b as above; for the widest
    thresholds A and B are A′ and B′. [two_units] builds a network of them, and the theory Instances the same
    one as the program prints it. *)
Section Answers.

Context {N : Set} (build : activation -> Z -> Z -> Z -> Z -> activation -> Z -> Z -> N) (A B : Z).

(** Part (b): sign units. *)
Definition report_b_by : N := build Sign 1 (- A) (-1) B Identity 1 (-1).
Definition integer_b_by : N := build Sign 2 (1 - 2 * A) (-2) (2 * B + 1) Identity 1 (-1).
Definition widest_b_by : N := build Sign 1 (1 - A) (-1) (B + 1) Identity 1 (-1).

(** Part (c): ReLU units. *)
Definition report_c_by : N := build Relu (-1) A 1 (- B) Zero 1 0.
Definition integer_c_by : N := build Relu 2 (-2 * B - 1) (-2) (2 * A - 1) Sign (-2) 1.
Definition widest_c_by : N := build Relu 1 (- B - 1) (-1) (A - 1) Sign (-1) 0.

(** A further published answer to (c), with the output bias b: 2, or put right 2(B - A + 1). *)
Definition published_c_by (b : Z) : N := build Relu 2 (1 - 2 * A) (-2) (2 * B + 1) Sign (-1) b.
Definition corrected_c_by : N := published_c_by (2 * (B - A + 1)).

End Answers.

Definition report_b (D : nat) (A B : Z) : network := report_b_by (two_units D) A B.
Definition integer_b (D : nat) (A B : Z) : network := integer_b_by (two_units D) A B.
Definition widest_b (D : nat) (A B : Z) : network :=
  widest_b_by (two_units D) (least_sum_inside D A) (greatest_sum_inside D B).
Definition report_c (D : nat) (A B : Z) : network := report_c_by (two_units D) A B.
Definition integer_c (D : nat) (A B : Z) : network := integer_c_by (two_units D) A B.
Definition widest_c (D : nat) (A B : Z) : network :=
  widest_c_by (two_units D) (least_sum_inside D A) (greatest_sum_inside D B).
Definition published_c_with (D : nat) (A B b : Z) : network := published_c_by (two_units D) A B b.
Definition published_c (D : nat) (A B : Z) : network := published_c_with D A B 2.
Definition corrected_c (D : nat) (A B : Z) : network := corrected_c_by (two_units D) A B.
