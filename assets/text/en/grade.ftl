# grade: what is said of a class's files, on the sheet and in the reports.
verdict-complete = complete
verdict-incomplete = { $count ->
    [one] 1 step not done
   *[other] { $count } steps not done
}
verdict-steps-skipped = { $count ->
    [one] 1 step passed over with a code or by the teacher
   *[other] { $count } steps passed over with a code or by the teacher
}
verdict-damaged = DAMAGED: the file cannot be read
verdict-newer = written by a newer version of the lab: mark it with that one
verdict-edited = EDITED: entry { $entry } does not follow from what came before
verdict-not-in-key = the key holds no scenario { $id }
verdict-other-scenario = OTHER SCENARIO: the file that was played is not the key's
verdict-same-journal = SAME JOURNAL as { $file }
verdict-double = same student and scenario as { $file }
verdict-not-on-roster = not on the class list
verdict-too-long = REFUSED: more events than any session has
verdict-missing = no file
column-number = number
column-name = name
column-partner = partner
column-file = file
column-scenario = scenario
column-verdict = verdict
column-total = total
column-most = out of
column-to-mark = left to mark
column-hints = hints
column-beliefs = beliefs held
column-receipt = receipt
total-of = { $total } of { $most } ({ $open } left to mark by a person)
report-moment = The moment that decided it, { $at }
report-history = What history shows at the end
report-answer = Answer
report-model = Model answer
report-predicted = Prediction
report-answered = Answer
report-happened = What happened
report-belief = Belief behind it
report-rating = Own rating
report-points = Points
report-tries = Tries
report-reflection = What I believed, what I saw, what I keep
report-believed = I believed
report-saw = I saw
report-keep = I keep
step-was-skipped = Passed over.
step-not-done = Not done.
class-title = The class
class-files = Files
class-missing = No file from
class-beliefs = Beliefs held at the first answer, the most frequent first
class-belief = Belief
class-held-by = Students
class-marks = Marks
grade-summary = { $files } files, { $missing } students without one, { $suspicious } to look at. Written: { $path }
grade-roster-unreadable = { $path }: { $reason }. A class list is a CSV file with a column “number” and a column “name”.
grade-no-key = { $path } holds no scenario that can be read (*.ron)
grade-key-file-bad = { $path } is left out of the key: it has mistakes. Try: brokerscope check { $path }
grade-no-sessions = { $path } holds no session (*.session)
grade-directory-unreadable = { $path } cannot be read: { $reason }
grade-too-many = { $path } holds more than { $most } files
grade-no-question = No question called { $step }. There are: { $known }
pack-written = { $path }: the student's copy
pack-codes = Codes that bring a student to the beginning of a step of { $id }:
new-written = { $path } is written. Try: brokerscope check { $path }
new-exists = { $path } is there already; nothing was written
new-bad-name = A scenario's name has small letters, digits and hyphens only, as 42-my-lesson
pack-over-itself = { $path } is the original itself: choose another folder
roster-empty = the list is empty
roster-no-number = no column is called “number”
roster-no-name = no column is called “name”
roster-too-many = more than { $most } students
roster-bad-line = line { $line } cannot be split into columns
