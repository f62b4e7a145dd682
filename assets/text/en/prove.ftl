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
problem-within-below-timeout = the goal has { $within }, but what it waits for is noticed only after { $key } = { $timeout }
problem-within-below-timeout-mend = Give it more time with within, or shorten { $key }.

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

# What check --prove prints
prove-step = step { $step } ({ $kind }): { $verdict }
prove-step-fine = ok
prove-step-after = ok (true after { $after })
prove-step-reads = ok (reads { $value })
prove-step-wrong = FAILS
prove-holds = { $path }: proven, with { $seeds } other seeds
prove-fails = { $path }: not proven ({ $count } findings)
prove-timeline-more = …

# What it finds
problem-prove-never-begins = the step { $step } never begins
problem-prove-never-begins-why = Time does not come to where it starts, or that takes more events than a lesson has.
problem-prove-never-begins-mend = Start it earlier, or at a mark of the timeline.
problem-prove-holds-at-start = the goal of { $step } holds before anything was done
problem-prove-holds-at-start-why = The student would be told “done” for nothing.
problem-prove-holds-at-start-mend = Ask for something that only the action brings about; AfterMark("…", …) leaves out what happened before.
problem-prove-passes-idle = the goal of { $step } comes true by doing nothing, after { $after }
problem-prove-passes-idle-why = Time alone brings it about.
problem-prove-passes-idle-mend = Ask for something that only the action brings about, or give the step an earlier start.
problem-prove-not-reached = the solution of { $step } does not reach its goal in time: { $now }
problem-prove-not-reached-why = This was read when the time of within was over.
problem-prove-not-reached-mend = Correct the solution or the goal, or give it more time with within.
problem-prove-not-allowed = the solution of { $step } can’t be carried out: { $why }
problem-prove-not-allowed-mend = Give the tool in allow; a rewind needs a mark that has been passed.
problem-prove-refused = the cluster refuses this action of { $step } ({ $why })
problem-prove-refused-mend = See what stands when it is done: run the file in the window up to here.
problem-prove-nothing-to-read = there is nothing to read for { $step }
problem-prove-nothing-to-read-why = The topic, the group or the node does not exist at that instant, or is down.
problem-prove-nothing-to-read-mend = Ask later, or for something else.
problem-prove-zero-read = { $step } reads 0
problem-prove-zero-read-why = That may be what is meant, or an accident: a fault that had no effect reads 0 too.
problem-prove-zero-read-mend = If it is meant, leave it.
problem-prove-right-belief = { $value } is the right answer of { $step }, but beliefs calls it a mistake
problem-prove-right-belief-mend = Take it out of beliefs, or change what happens.
problem-prove-never-decided = what decides { $step } does not happen during its run
problem-prove-never-decided-mend = Let it run longer with run, or name another event.
problem-prove-no-effect = this action has no effect that can be seen
problem-prove-no-effect-why = The same run without it shows the same.
problem-prove-no-effect-mend = Leave it out, or let time run until it shows.
problem-prove-two-runs-differ = two runs of the same file differ here
problem-prove-two-runs-differ-why = This should be impossible; it is a fault of Brokerscope.
problem-prove-two-runs-differ-mend = Please report it, with this file.
problem-prove-unexpected = this does not hold when the timeline is played: { $now }
problem-prove-unexpected-mend = Correct the timeline or the expectation; brokerscope run shows what happens.
problem-prove-racy = this holds with the file’s own seed, but fails with { $count } of { $of } others ({ $seeds }): { $first }
problem-prove-racy-why = It hangs on timing; with variants the numbers are those of students.
problem-prove-racy-mend = Prefer thresholds to equalities, and leave more time.
