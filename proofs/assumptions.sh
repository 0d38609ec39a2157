#!/bin/sh
# For each theorem that assumptions.txt names: its name and the axioms that it rests on, as Rocq reports them.
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
coqc -q $(cat _CoqProject) Assumptions.v | awk '
  /^theorem / { if (name) print line; name = $2; line = name ":"; next }
  /^Closed under the global context/ { line = line " none" }
  /^[A-Za-z_.]+ *:/ || /^[A-Za-z_.]+$/ { if ($1 != "Axioms:") { sub(/:$/, "", $1); line = line " " $1 } }
  END { print line }'
