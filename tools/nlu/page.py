"""The page that `make nlu-report` fills in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

PAGE = """# How well messages are understood

Made by `make nlu-report`; do not edit by hand.

{learnt} phrasings teach {intents} intents, French and English together. The {held} held-out and the
{tried} development phrasings were written by people who had seen neither the training rows nor each
other's; a test refuses training rows that nearly equal one of them. Choices are made on the
development rows (`make tune`); the held-out ones are measured only. All shares are in per cent.

"Right": the right intent leads; "in three": it is among the first three (both of questions that are
for us). "Not for us: right": `out_of_scope` leads; "refused at 95 % kept": what is refused when the
limit is set so that 95 % of the questions for us are kept.

## By language and style

Style "unsorted": the writer of those rows was told none.

{styles}
![By style](styles.png)

![Which intent is taken for which](confusion.png)

## What people get

With the fallback ladder (`bot/nlu/ladder.py`): acted on rightly, asked back with up to three
choices, answered something else, refused. Steps chosen by `make tune`:

{got}
![What becomes of questions by the limit](thresholds.png)

## Names

{names}
## Language of the reply

Conversations of 4 to 6 short messages, on a page in the person's language and on one in the other;
then sentences in eight other languages. What was taken wrongly stays wrong until a message shows
it.

{languages}
## Time

Language, names, intent and ladder of one message, in this process alone:

{speed}
## Cross-validation

{crossed}
## Against Rasa's own classifiers

The same training rows; the settings are those of Rasa's documentation, nothing was tuned.

{baselines}
## How much characters count beside meaning

0 is the sentence encoder alone, 1 the characters and words alone.

{weights}
## On public data sets

English, ten rows an intent. The others' figures are published ones of bigger models on the same
splits; ours has no names and no settings made for these data.

{benchmarks}"""


def table(head: Sequence[str], lines: Iterable[tuple[str, Sequence[str]]]) -> str:
    """Return a Markdown table."""
    rows = [" | ".join([name, *cells]) for name, cells in lines]
    body = "\n".join(f"| {row} |" for row in rows)
    return f"| {' | '.join(head)} |\n|{'---|' * len(head)}\n{body}\n"
