# The exercise, the console, the class and the library, as the window shows them.

# Card
step-of = Step { $number } of { $count }
step-number = Step { $number }
step-name = Step { $number }: { $kind }, { $state }
step-ahead = not reached yet
step-open = to be done
step-locked = locked in
step-right = right
step-wrong = otherwise than said
step-answered = answered
step-skipped = skipped
kind-predict = Predict
kind-predict-words = Predict: what will happen?
kind-do = Do
kind-do-words = Do: reach the goal
kind-observe = Observe
kind-observe-words = Observe: read it off the screen
kind-explain = Explain
kind-explain-words = Explain: in your own words
kind-quiz = Question
kind-quiz-words = Question: what did you see?
points = { $count ->
    [one] 1 point
   *[other] { $count } points
}
preparing = Time runs to where this step begins…
running = Locked in. Time runs until it is decided.
lock-in = Lock in & run
answer = Answer
check = Check
send = Send
next-step = Next
restart-step = Restart this step
skip-step = Skip this step
looking-back = You are looking at another step; what you answered stays.
back-to-step = Back to step { $number }
exercise-progress = { $done } of { $count } steps done
ready = Ready
ready-hover = Tell the room that you are ready

# Answers
answer-number = Your answer, a whole number
answer-numbers = Your answer, several numbers
answer-numbers-hint = for example 1, 1, 0
answer-offset = The offset
answer-broker = The broker’s number, or “nobody”
answer-brokers = The brokers’ numbers, in order
answer-text = Your answer
answer-not-read = This can’t be read as whole numbers.
answer-nobody = Nobody
answer-none = None of them
read-again = Not that. Look again, at the same instant.
pick-broker = Click a broker on the map, or choose here.
pick-brokers = Click the brokers on the map in order, or choose here.
pick-partitions = Click the partitions on the map, or choose here.
pick-offset = Click a cell of the log on the right, or type.
map-pick-broker = Answer on the map: click a broker
map-pick-partition = Answer on the map: click the partitions
map-pick-offset = Answer in the log on the right: click an offset
show-log = Show the log

# Hints
hint = Hint
hint-given = A hint
hint-in = Hint ({ $seconds } s)
hint-wait = Think a little longer, or try something: then the hint opens.
reflection-question = Why did that work?

# Goal
checks = Goal
goal-holds = reached
goal-open = not yet
goal-until = still { $left } for it to come true
attempts = { $count ->
    [one] 1 attempt
   *[other] { $count } attempts
}
changed = Changed since: { $what }
overdue = The time for this is over
overdue-text = Nothing is lost. Try something else, or begin the step again.
tools = Your tools
tools-none = None: only look.
tools-where = Right-click on the map, or use “Actions” in the panel.
rewinds = Go back to
rewind-to = { $name } · { $at }
tool-start = Start a client
tool-stop = Stop a client
tool-kill = Kill a client’s process
tool-send = Send records
tool-set-config = Change a client’s setting
tool-seek = Move a consumer’s position
tool-delete-local-state = Delete local state
tool-reset-offsets = Reset a group’s offsets
tool-set-broker-config = Change a broker’s setting
tool-link = Slow a link down
tool-cut = Cut a link
tool-cut-one-way = Cut a link in one direction
tool-slow-fetch = Slow a broker’s fetches
tool-slow-disk = Slow a broker’s disk
tool-corrupt = Flip a bit of a record
tool-set-topic-config = Change a topic’s setting
tool-elect-unclean = Unclean election
tool-reassign = Reassign replicas
tool-pause = Pause
tool-mark = Set a mark
tool-rewind = Go back in time
tool-branch = Fork
tool-console = Console
tool-sql = SQL

# Outcome
outcome-right = You were right
outcome-wrong = It went otherwise
outcome-kept = Your answer is kept
you-said = You said
it-happened = It happened
belief = A common belief behind this answer
show-moment = Show the moment ({ $at })
looking-at = You are looking at { $at }.
back-from-moment = Back to where I was
model-answer = A model answer
rate-yours = How does yours compare?
rate-same = It says the same
rate-partly = Part of it
rate-different = Something else
finished = All steps are done
finished-text = Say for each prediction what you keep of it, then hand your work in.
i-believed = I believed
i-saw = I saw
i-keep = I keep
i-keep-name = I keep of step { $number }

# Locks
lock-time = Answer first: time stands still until then.
lock-deeds = Answer first: nothing can be changed until then.
lock-console = Answer first: the console opens again after that.
lock-future = Answer first: this opens again after that.
lock-running = Time runs to the answer: a moment.
lock-deeds-step = This step only looks: nothing can be changed in it.
lock-console-step = The console is no tool of this step.

# Verdicts
badge-lost = lost records
badge-duplicated = duplicates
badge-skipped = never delivered
badge-out-of-order = out of order
badge-commit-back = commit went back
badge-more = and { $count } more
badge-licence = allowed by: { $what }

# Console
console = Console
console-number = Console { $number }
console-new = Another console
console-close = Close this console
console-copy = Copy all of this console
console-interrupt = Interrupt the command (Ctrl+C)
console-end = End of input (Ctrl+D)
console-prompt = Prompt of console { $number }
console-empty = Kafka’s own commands work here. Tab completes, the up arrow brings back earlier lines.
console-hint = kafka-topics.sh --bootstrap-server localhost:9092 --list
copy-command = Copy the command: { $command }
same-by-command = The same by command
lanes-open = Show the lanes
lanes-close = Hide the lanes

# Menus and their forms
menu-no-tool = No tool of this step acts here.
menu-config = Change a setting…
menu-topic-config = Change a setting of the topic…
menu-reassign = Reassign its replicas…
menu-send = Send a record…
menu-seek = Move its position…
form-go = Do it
form-replication-factor = Replication factor
form-partitions-now = Partitions from now on
form-add-partitions = Widen topic { $name }
form-config = Change a setting of { $name }
form-key = Setting
form-send = Send a record with { $name }
form-record-key = Key (empty: none)
form-reassign = Replicas of { $name }
form-replicas = Brokers, the preferred leader first
form-seek = Move the position of { $name }
form-partition = Partition
form-offset = Offset

# Class
exercise-menu = More about this exercise
begin-title = Who works here?
begin-text = Your work is saved under this name, and handed in with it.
student-name = Name
student-number = Student number
student-partner = Partner (if any)
student-tp = Code of the class (if any)
work-folder = Folder for your work (a USB stick, for example)
browse = Browse…
begin-go = Begin
begin-nameless = Without name
begin-nameless-hover = To try it out: what has no name can’t be marked.
say-name = Say who works here (begins again)…
nameless = No name
catch-up = Catch-up code…
catch-up-title = Catch up with the class
catch-up-text = The teacher’s code leads to a step; the steps before it are skipped.
catch-up-code = Code
catch-up-hint = loutre-cactus-42
catch-up-go = Go there
cancel = Cancel
teacher-on = A teacher sits here
teacher-off = A student sits here again
codes = Codes to dictate
code-line = Step { $number }: { $code }
hand-in = Hand in…
hand-in-title = Hand in your work
hand-in-nameless = Nobody has said who works here: this can’t be marked.
hand-in-whole = Every step is done.
hand-in-missing = { $count ->
    [one] 1 thing is missing. Incomplete work is accepted.
   *[other] { $count } things are missing. Incomplete work is accepted.
}
hand-in-line = Step { $number }: { $what }
hand-in-go = Hand in
hand-in-anyway = Hand in all the same
go-on-working = Go on working
receipt-title = Handed in
receipt-text = Give this code to your teacher, or write it down. Your work is in this file:
black-note = F9: back
# Library
library-needs = after: { $titles }
library-steps = { $count ->
    [one] 1 step
   *[other] { $count } steps
}
library-done = { $done } of { $count } done
library-do = Do
library-go-on = Go on
library-do-name = Do: { $title }
library-show-one = Show
library-show-name = Show: { $title }
bonus = bonus
mode-exercise = Exercise
export = Export as a scenario file…

# Keys and palette
key-console = To the console
key-steps = To the card of a step
key-steps-near = Previous and next card
key-enter = Enter
key-advance = Lock in, check, next
key-black = Black screen
palette-do = Do: { $title }
palette-step = Step { $number }: { $kind }
hidden-deed = Something was done here; what it was is hidden until your diagnosis.
