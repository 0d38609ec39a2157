#!/bin/sh
# For each theorem that assumptions.txt names: its name and what it rests on, as Rocq reports it. Of an axiom its name
# stands here; every other line that Rocq prints stands here whole, whatever it says.
set -e
names=$(sed 's/:.*//' assumptions.txt)
{
  for theory in $(printf '%s\n' $names | sed 's/\..*//' | sort -u); do
    echo "From Orthant Require $theory."
  done
  for name in $names; do
    printf 'Goal True. idtac "theorem %s". Abort.\nPrint Assumptions %s.\n' "$name" "$name"
  done
} > Assumptions.v
trap 'rm -f Assumptions.* .Assumptions.aux' EXIT
coqc -q $(cat _CoqProject) Assumptions.v > Assumptions.out
awk '
  /^theorem / { if (line) print line; line = $2 ":"; next }
  /^Closed under the global context$/ { line = line " none"; next }
  /^Axioms:$/ || /^[ \t]/ || /^$/ { next }
  NF == 1 || $2 == ":" { line = line " " $1; next }
  { line = line " [" $0 "]" }
  END { print line }' Assumptions.out
