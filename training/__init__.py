"""From the corpora in ../shared to the language pipeline that ships in app/pipeline/extract/model.

`make train` runs the steps one after the other; each leaves its result in build/training, and a step whose
result is there is not run again. See docs/training.md.
"""
