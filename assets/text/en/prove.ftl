# prove

# Variants, consoles, packed files
problem-bad-console = consoles are numbered 1 to { $limit }, and take one line at a time
problem-bad-console-mend = Write Console("kafka-topics …") for the first one, Console("2> …") for the second. ^C and ^D are lines of their own.
problem-variant-name = the variant "{ $name }" has a name that can’t follow a $
problem-variant-name-mend = Use letters without accents, digits and _.
problem-variant-count = the variant "{ $name }" has too few choices or too many
problem-variant-count-mend = Give 1 to 50 choices, and at most 50 variants.
problem-variant-text = a choice of the variant "{ $name }" can’t be put into the text
problem-variant-text-mend = A choice takes at most 200 characters and no quotes, backslash, line end or $.
problem-unknown-variant-name = there is no variant "{ $name }"
problem-unknown-variant-name-mend = The file has: { $list }. For a plain dollar put a space behind it.
problem-bad-hash = packed holds no SHA-256
problem-bad-hash-mend = Packed files are written by brokerscope pack; don’t edit this line.
problem-unknown-step = there is no step "{ $name }"
problem-unknown-step-mend = Write the id of a step of this file.
problem-unknown-start = there is no mark "{ $name }" in the timeline to start from
problem-unknown-start-mend = { $hint ->
    [near] Did you mean "{ $nearest }"?
    [list] The file has: { $list }.
   *[none] Name an instant of the timeline with mark: "…", or write a time as "12s".
 }
problem-not-in-then = { $tool } can’t follow a prediction
problem-not-in-then-mend = Write only what happens to the cluster and its clients, or Mark.
problem-belief-without-answer = beliefs belong to a question with answer
problem-belief-without-answer-mend = With choices, write belief: "…" in the choice itself.

# What an exercise does not allow now
not-allowed-tool = This step does not give you { $tool }.
not-allowed-no-action = This step asks for no action.
not-allowed-question-open = Answer the question first.
not-allowed-time-runs = Time runs by itself now: wait until it stops.
not-allowed-other-step = It is not this step’s turn.
not-allowed-answered = You have answered already; the first answer counts.
not-allowed-wrong-form = This step is not answered like that.
not-allowed-not-done = This step is not done yet.
not-allowed-no-hint = There is no further hint.
not-allowed-no-mark = You have not been at this mark yet.
not-allowed-no-branch = There is no such branch.
not-allowed-unknown-code = No step of this exercise has this code.
not-allowed-behind = You are already past this step.
not-allowed-long-text = This text is too long.
not-allowed-full = This session is full: hand in your work and start again.
