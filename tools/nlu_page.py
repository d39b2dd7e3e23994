"""The page that `make nlu` fills in."""

PAGE = """# How well questions are understood

Made by `make nlu`; do not edit by hand.

{rows} phrasings teach {intents} intents, French and English together. The held-out and the
development phrasings were each written by somebody who had not seen the others; the few that
equal a training row by chance ("bye for now") are left out. Choices are made on the development
split; the held-out one is measured only, with share {chosen}, threshold {limit}.

"Right": the right intent leads; "in three": it is among the first three (both of questions that
are for us). "Refused": taken for out of scope, or below the threshold. All in per cent.

{held_out}
## What was tried: how much characters count beside meaning

0 is the sentence encoder alone, 1 the characters and words alone.

{weights}
## What was tried: below which confidence to refuse

{thresholds}
## What was tried: a second look at refusals

A message that names a programme, country, office, person or detail, and is refused without
certainty, goes to the next intent.

{looks}"""
