# What is wrong with a scenario file, and how readings, events and checks say themselves.

# Severity
problem-severity-error = error:
problem-severity-warning = warning:

# The file itself
problem-empty-file = the file is empty
problem-empty-file-mend = A scenario begins with Scenario(format: 1, id: "…", …). Start from a shipped one.
problem-too-large = the file is larger than { $limit } MiB
problem-too-large-mend = A lesson fits in a few kilobytes: is this the right file?
problem-not-utf8 = the text is not UTF-8 from here on
problem-not-utf8-why = It was probably saved as Latin-1 or UTF-16, or is no text at all.
problem-not-utf8-mend = Save it again with the encoding UTF-8.
problem-newer-format = this file is of format { $format }; this version reads format { $known }
problem-newer-format-mend = Open it with a newer version of Brokerscope.
problem-unknown-format = there is no format { $format }
problem-unknown-format-mend = Write format: { $known }.
problem-not-yet = { $what }: not yet in this version
problem-not-yet-why = The file is well written, but this version can't play it.
problem-not-yet-mend = Leave this part out, or use a later version.
problem-not-yet-reading = the reading { $name } is not yet in this version
problem-not-yet-reading-mend = Use another reading of docs/scenario-format.md.
problem-not-yet-event = the event { $name } is not yet in this version
problem-not-yet-event-mend = Use another event of docs/scenario-format.md.
later-clusters = several clusters
later-connect = connectors
later-database = databases
later-quorum = several controllers
later-sql = SQL statements
later-streams = Kafka Streams
later-zookeeper = ZooKeeper mode

# Punctuation
problem-typographic-quotes = typographic quotes: { $found }
problem-typographic-quotes-why = Word processors and some keyboards replace " by these; RON knows only straight quotes.
problem-typographic-quotes-mend = Write "…" with straight double quotes. Inside a text any quotes are welcome.
problem-single-quotes = single quotes: { $found }
problem-single-quotes-mend = Texts take double quotes: "…".
problem-odd-space = an invisible special space (no-break space or the like)
problem-odd-space-why = Outside of texts only ordinary spaces count; this one often comes with « : » or « ; » typed in French, or with a copy from a web page.
problem-odd-space-mend = Delete it and type an ordinary space.
problem-unclosed-quote = the text that opens here is not closed where it should be
problem-unclosed-quote-why = From here on, texts and the rest of the file have changed places.
problem-unclosed-quote-mend = Put the missing " at the end of this text; or, if this quote ends a text, put one at its beginning.
problem-unclosed-comment = the comment that opens here is never closed
problem-unclosed-comment-mend = Write */ at its end, or use // for a single line.
problem-unclosed-bracket = the { $bracket } that opens here is not closed
problem-unclosed-bracket-why = The reader noticed it on line { $line }, at { $found }.
problem-unclosed-bracket-mend = Add the missing { $wanted } at the end of this block.
problem-extra-bracket = this { $found } closes nothing
problem-extra-bracket-mend = Delete it, or add the bracket that it should close.
problem-too-deep = brackets are nested more than { $limit } deep
problem-too-deep-mend = Split the check into several lines of expect.
problem-too-nested = this is nested too deeply
problem-too-nested-mend = Split it into several.
problem-missing-comma = a comma is missing here
problem-missing-comma-mend = Write , between two items or fields.
problem-missing-colon = a colon is missing here
problem-missing-colon-mend = A field is written name: value.
problem-equals-for-colon = = where a colon belongs
problem-equals-for-colon-mend = A field is written name: value.
problem-quoted-field = a field's name takes no quotes
problem-quoted-field-why = Quotes are for texts and for the keys of settings between { "{" } and { "}" }.
problem-quoted-field-mend = Write name: value.
problem-field-expected = a field's name is expected here, not { $found }
problem-field-expected-mend = A block is written (name: value, name: value). Is a bracket or a comma missing just before?
problem-value-expected = a value is expected here
problem-value-expected-mend = Is there a comma too many, or was a value forgotten?
problem-brace-for-struct = { "{" } where ( belongs
problem-brace-for-struct-why = In RON blocks are written (name: value); { "{" } … { "}" } is only for settings, {"{"}"key": "value"{"}"}.
problem-brace-for-struct-mend = Use ( and ).
problem-after-the-end = something follows the end of the scenario: { $found }
problem-after-the-end-mend = One file holds one scenario. Is there a bracket too many before?
problem-unreadable = this can't be read: { $found }
problem-unreadable-mend = Compare it with the examples of docs/scenario-format.md.

# Names and values
problem-unknown-field = there is no field "{ $name }" here
problem-unknown-field-mend = Fields here: { $list }.
problem-unknown-field-near = there is no field "{ $name }" here
problem-unknown-field-near-mend = Did you mean { $nearest }? Fields here: { $list }.
problem-unknown-variant = "{ $name }" is not known here
problem-unknown-variant-mend = Possible here: { $list }.
problem-unknown-variant-near = "{ $name }" is not known here
problem-unknown-variant-near-mend = Did you mean { $nearest }?
problem-duplicate-field = the field "{ $name }" is given twice
problem-duplicate-field-mend = Keep one.
problem-duplicate-key = the setting "{ $name }" is given twice
problem-duplicate-key-mend = Keep one.
problem-missing-field = the field "{ $field }" is missing in this block
problem-missing-field-mend = Add { $field }: … between its brackets.
problem-missing-field-between = the field "{ $field }" is missing in this block (lines { $first } to { $last })
problem-missing-field-between-mend = Add { $field }: … between its brackets.
problem-named-expected = { $name } takes its arguments by name
problem-named-expected-mend = Write { $name }(name: value, …); docs/scenario-format.md lists the names.
problem-wrong-name = { $found } where { $expected } belongs
problem-wrong-name-mend = Write { $expected }( … ).
problem-wrong-count = wrong number of arguments: { $count } given
problem-wrong-count-mend = docs/scenario-format.md lists the arguments of each word.
problem-positional-expected = { $name } takes its arguments by position, without names
problem-positional-expected-mend = docs/scenario-format.md lists the arguments of each word.
problem-struct-expected = a block in ( ) is expected here
problem-struct-expected-mend = Write (name: value, …); bilingual texts are (en: "…", fr: "…").
problem-argument-expected = { $found } takes arguments in ( )
problem-argument-expected-mend = docs/scenario-format.md lists the arguments of each word.
problem-text-expected = a text is expected here, not { $found }
problem-text-expected-mend = Put it in quotes: "…". Settings are always text: "1", "true".
problem-number-expected = a whole number is expected here, not { $found }
problem-number-expected-mend = Write digits only, without quotes: 3, 1_000.
problem-number-range = { $found } does not fit here
problem-number-range-why = It is too large, or negative where that makes no sense.
problem-number-range-mend = Write a smaller number, from 0 up.
problem-list-expected = a list in [ ] is expected here, not { $found }
problem-list-expected-mend = Write [ … ], even for one item.
problem-map-expected = settings in { "{" } { "}" } are expected here, not { $found }
problem-map-expected-mend = Write {"{"}"key": "value"{"}"}.
problem-flag-expected = true or false is expected here, not { $found }
problem-flag-expected-mend = Write true or false without quotes.
problem-name-expected = a word such as Start or Leader is expected here, not { $found }
problem-name-expected-mend = docs/scenario-format.md lists the words. They take no quotes.
problem-bad-escape = this \ means nothing here
problem-bad-escape-mend = Write \\ for a backslash, \" for a quote, \n for a new line.
problem-bad-length = "{ $found }" is not a length of time
problem-bad-length-mend = Write "500ms", "5s", "2min", "1h" or "3d": a whole number, then the unit.
problem-long-length = "{ $found }" is longer than 400 days
problem-long-length-mend = No lesson needs more; write at most "400d".
problem-bad-share = "{ $found }" is not a share
problem-bad-share-mend = Write "10%" or "0.5%", up to "100%".
problem-bad-date = "{ $found }" is not a date
problem-bad-date-mend = Write it as "2025-01-01T00:00:00Z".
problem-bad-node = { $found } names no node
problem-bad-node-mend = Brokers are numbers (1), actors are texts ("caisse").
problem-bad-value = { $found } can't be compared with anything
problem-bad-value-mend = Write a whole number, a text in quotes, true, None, or a list of these.

# Sizes
problem-broker-count = { $count } brokers; a cluster has 1 to { $limit }
problem-broker-count-mend = Three are enough for most lessons.
problem-too-many-actors = { $count } actors; at most { $limit }
problem-too-many-actors-mend = Use fewer, with a higher rate each.
problem-too-many-partitions = more than { $limit } partitions in all
problem-too-many-partitions-mend = Use fewer partitions.
problem-rate-too-high = a rate above { $limit } records a second
problem-rate-too-high-mend = A few hundred show the same.
problem-record-too-large = records above { $limit } bytes
problem-record-too-large-mend = Kafka itself refuses batches above 1 MiB by default.

# References
problem-unknown-topic = there is no topic "{ $name }"
problem-unknown-topic-mend = { $hint ->
    [near] Did you mean "{ $nearest }"?
    [list] The file has: { $list }.
   *[none] It is named nowhere in this file.
 }
problem-unknown-actor = there is no actor "{ $name }"
problem-unknown-actor-mend = { $hint ->
    [near] Did you mean "{ $nearest }"?
    [list] The file has: { $list }.
   *[none] It is named nowhere in this file.
 }
problem-unknown-group = there is no group "{ $name }"
problem-unknown-group-mend = { $hint ->
    [near] Did you mean "{ $nearest }"?
    [list] The file has: { $list }.
   *[none] It is named nowhere in this file.
 }
problem-unknown-mark = there is no mark "{ $name }" in the timeline
problem-unknown-mark-mend = { $hint ->
    [near] Did you mean "{ $nearest }"?
    [list] The file has: { $list }.
   *[none] It is named nowhere in this file.
 }
problem-unknown-error-name = "{ $name }" is not an error of Kafka's
problem-unknown-error-name-mend = { $hint ->
    [near] Did you mean "{ $nearest }"?
   *[none] Use Kafka's own names, as NOT_ENOUGH_REPLICAS.
 }
problem-unknown-broker = there is no broker { $broker }
problem-unknown-broker-why = The cluster's brokers are 1 to { $count }; the controller is { $controller }.
problem-unknown-broker-mend = Use one of these, raise brokers, or add one with AddBroker.
problem-unknown-partition = topic "{ $topic }" has no partition { $partition }
problem-unknown-partition-why = It has { $count ->
    [one] one partition, number 0
   *[other] { $count } partitions, numbered 0 to { $last }
 }.
problem-unknown-partition-mend = Partitions are counted from 0.
problem-unknown-belief = there is no misconception "{ $name }"
problem-unknown-belief-mend = They are numbered M01 to M50, and M21b.
problem-unknown-state = { $reading } never reads "{ $value }"
problem-unknown-state-mend = It reads one of: { $list }.
problem-unknown-assignor = there is no assignor "{ $name }"
problem-unknown-assignor-mend = Use one of { $list }, or several with commas.
problem-not-a-producer = "{ $name }" does not produce
problem-not-a-producer-mend = Name a producer.
problem-not-a-consumer = "{ $name }" does not consume
problem-not-a-consumer-mend = Name a consumer.
problem-duplicate-actor = two actors are called "{ $name }"
problem-duplicate-actor-mend = Give each a name of its own.
problem-duplicate-mark = two marks are called "{ $name }"
problem-duplicate-mark-mend = Give each a name of its own.
problem-duplicate-step = two steps have the id "{ $name }"
problem-duplicate-step-mend = Give each an id of its own.
problem-empty-name = a name can't be empty
problem-empty-name-mend = Write a short name in quotes.
problem-nothing-to-read = this consumer reads no topic
problem-nothing-to-read-mend = Name at least one in topics.
problem-nothing-to-send = there is nothing to send
problem-nothing-to-send-mend = Write Send("actor", [("key", "value")]); an empty key is no key.
problem-broker-exists = AddBroker({ $broker }) does not name a new broker
problem-broker-exists-mend = Take the number after the last broker's, below 1000.
problem-negative-offset = an offset can't be { $offset }
problem-negative-offset-mend = Offsets are counted from 0.

# Kafka sense
problem-rf-above-brokers = topic "{ $topic }": rf { $rf }, but the cluster has { $brokers ->
    [one] one broker
   *[other] { $brokers } brokers
 }
problem-rf-above-brokers-why = Each copy lives on a broker of its own: Kafka would answer { $error }.
problem-rf-above-brokers-mend = Raise brokers to { $rf }, or write rf: { $brokers }.
problem-rf-below-one = topic "{ $topic }": rf { $rf }
problem-rf-below-one-why = There is at least one copy, the leader's: Kafka would answer { $error }.
problem-rf-below-one-mend = Write rf: 1 or more.
problem-partition-count = topic "{ $topic }": { $count } partitions
problem-partition-count-why = Kafka would answer { $error }.
problem-partition-count-mend = Write partitions: 1 or more.
problem-partitions-only-grow = topic "{ $topic }" already has { $now } partitions: { $count } would not be an increase
problem-partitions-only-grow-why = Kafka would answer { $error }: partitions can be added, never removed.
problem-partitions-only-grow-mend = The second argument is the new total.
problem-topic-name = "{ $topic }" can't be a topic's name
problem-topic-name-why = Kafka takes 1 to 249 characters of a-z A-Z 0-9 . _ - and no accents: it would answer { $error }.
problem-topic-name-mend = Write it without accents and spaces.
problem-internal-topic = "{ $topic }" looks like one of Kafka's own topics
problem-internal-topic-mend = Names with __ in front are Kafka's; choose another.
problem-duplicate-topic = topic "{ $topic }" is there twice
problem-duplicate-topic-why = Kafka would answer { $error }.
problem-duplicate-topic-mend = Keep one.
problem-colliding-topic = topics "{ $topic }" and "{ $other }" collide
problem-colliding-topic-why = Kafka's metrics write . as _, so it refuses names that differ only by that: { $error }.
problem-colliding-topic-mend = Rename one.
problem-placement-count = topic "{ $topic }" has { $partitions } partitions, but replicas places { $lists }
problem-placement-count-mend = Write one list of brokers per partition.
problem-placement-rf = partition { $partition } is placed on { $count } brokers, but rf is { $rf }
problem-placement-rf-mend = Each list names rf brokers, the preferred leader first.
problem-placement-twice = broker { $broker } is named twice for partition { $partition }
problem-placement-twice-why = A broker holds one copy at most: Kafka would answer { $error }.
problem-placement-twice-mend = Name different brokers.
problem-min-insync-equals-rf = min.insync.replicas { $least } with rf { $rf }
problem-min-insync-equals-rf-why = One failure then stops every producer with acks=all.
problem-min-insync-equals-rf-mend = Fine if that is the lesson; else one less.
problem-min-insync-above-rf = min.insync.replicas { $least } is above rf { $rf }
problem-min-insync-above-rf-why = Kafka then counts the number of replicas instead.
problem-min-insync-above-rf-mend = Write at most { $rf }.
problem-offsets-rf-above-brokers = __consumer_offsets wants { $rf } copies, but the cluster has { $brokers ->
    [one] one broker
   *[other] { $brokers } brokers
 }: no group will work
problem-offsets-rf-above-brokers-why = Kafka's default is 3; with fewer brokers the topic can't be made.
problem-offsets-rf-above-brokers-mend = Add "offsets.topic.replication.factor": "{ $brokers }" to the cluster's config.
problem-retention-before-roll = topic "{ $topic }": retention.ms { $retention } is shorter than segment.ms { $segment }, and a producer is running
problem-retention-before-roll-why = Whole segments are removed: old records outlive the retention until their segment rolls.
problem-retention-before-roll-mend = Lower segment.ms or segment.bytes, unless this is the lesson.
problem-compact-without-key = a producer without keys on the compacted topic "{ $topic }"
problem-compact-without-key-why = Compaction keeps the last record of each key: Kafka would answer INVALID_RECORD.
problem-compact-without-key-mend = Give it keys: ["…"].
problem-unknown-setting = "{ $key }" is not a setting of { $owner }
problem-unknown-setting-mend = Kafka's own keys are meant, for example as on kafka.apache.org.
problem-unknown-setting-near = "{ $key }" is not a setting of { $owner }
problem-unknown-setting-near-mend = Did you mean "{ $nearest }"?
owner-broker = a broker
owner-topic = a topic
owner-producer = a producer
owner-consumer = a consumer
owner-application = an application
problem-setting-value = "{ $value }" does not suit { $key }
problem-setting-value-mend = Write { $wanted }.
problem-setting-too-small = { $key } can't be { $value }
problem-setting-too-small-mend = Write { $least } or more.
wanted-flag = "true" or "false"
wanted-number = a whole number in quotes
wanted-milliseconds = milliseconds ("30000") or a length of time ("30s")
wanted-bytes = bytes ("65536") or a size ("64KiB")
problem-session-timeout-range = session.timeout.ms { $value } is outside of what the brokers allow ({ $low } to { $high } ms)
problem-session-timeout-range-why = The coordinator would answer INVALID_SESSION_TIMEOUT and the consumer would never join.
problem-session-timeout-range-mend = Change it, or the cluster's group.min.session.timeout.ms.
problem-heartbeat-too-slow = heartbeat.interval.ms { $heartbeat } is not below session.timeout.ms { $session }
problem-heartbeat-too-slow-why = Kafka's consumer refuses that; a third of the session is usual.
problem-heartbeat-too-slow-mend = Lower the heartbeat interval.
problem-delivery-timeout = delivery.timeout.ms is below linger.ms + request.timeout.ms ({ $needed })
problem-delivery-timeout-why = Kafka's producer refuses to start like that (ConfigException).
problem-delivery-timeout-mend = Raise it to { $needed } at least, or lower request.timeout.ms.
problem-idempotence-needs-all = enable.idempotence is true, but acks is { $acks }
problem-idempotence-needs-all-why = Kafka's producer refuses that: Must set acks to all in order to use the idempotent producer.
problem-idempotence-needs-all-mend = Write "acks": "all", or "enable.idempotence": "false".
problem-rack-count = { $count } racks for { $brokers } brokers
problem-rack-count-why = Kafka places by rack only when every broker has one.
problem-rack-count-mend = Name one rack per broker, in order.
problem-no-controller = a cluster needs a controller
problem-no-controller-mend = Write controllers: 1, or leave it out.

# Time
problem-not-sorted = at { $at } comes after { $previous }
problem-not-sorted-why = The timeline is written in the order in which it happens.
problem-not-sorted-mend = Move this event up, or correct its time.
problem-not-in-timeline = Rewind and Branch are for solutions, not for the timeline
problem-not-in-timeline-mend = Take it out of the timeline.
problem-ends-too-soon = the run ends before the last event, at { $last }
problem-ends-too-soon-mend = Write a later until, or leave it out.
problem-too-long = the timeline is longer than 400 days
problem-too-long-mend = Write shorter times.
problem-after-the-run = { $at } lies after the end of the run, at { $end }
problem-after-the-run-why = Without until, a run ends ten seconds after the last event.
problem-after-the-run-mend = Add until: "…" to the head, or expect it earlier.
problem-long-caption = a caption of { $words } words
problem-long-caption-why = The room reads it while things move: at most { $limit } words.
problem-long-caption-mend = Shorten it; notes can hold the rest.

# Expectations and exercises
problem-expect-shape = this line of expect is not one of the three forms
problem-expect-shape-mend = Write (at: …, is: …), (within: …, after: "mark", is: …) or (always: …).
problem-between-order = Between({ $low }, { $high }): the smaller comes first
problem-between-order-mend = Swap them.
problem-empty-check = a check of nothing
problem-empty-check-mend = Put at least one check in the list.
problem-list-reading = { $reading } is not a list
problem-list-reading-mend = Contains asks of lists: Isr, Replicas, Assignment.
problem-number-reading = { $reading } is not a number
problem-number-reading-mend = Use Is, IsNot or In.
problem-value-sort = { $reading } is never { $value }
problem-value-sort-mend = Compare it with { $wanted }.
sort-number = a whole number
sort-text = a text in quotes
sort-flag = true or false
sort-list = a list in [ ]
problem-bad-id = "{ $id }" can't be an id
problem-bad-id-mend = Use small letters, digits and -, as in "07-retention".
problem-bad-level = there is no level { $level }
problem-bad-level-mend = Levels go from 1 (first steps) to 5.
problem-needs-itself = "{ $id }" needs itself
problem-needs-itself-mend = Take it out of needs.
problem-empty-text = the text "{ $lang }" is empty
problem-empty-text-mend = Write it in both languages.
problem-long-card = a card of { $words } words
problem-long-card-why = A student reads at most { $limit } words before acting.
problem-long-card-mend = Shorten it; hints and debrief can hold the rest.
problem-step-count = { $count ->
    [one] one step
   *[other] { $count } steps
 }; 3 to 8 make a good exercise
problem-step-count-mend = Merge some, or make two scenarios.
problem-act-before-predicting = the first action, "{ $name }", comes before any prediction
problem-act-before-predicting-why = What is predicted first is remembered.
problem-act-before-predicting-mend = Put a Predict before it.
problem-no-hint = step "{ $name }" has no hint
problem-no-hint-mend = Give three, from vague to plain.
problem-few-hints = { $count ->
    [one] one hint
   *[other] { $count } hints
 }; three carry everybody through
problem-few-hints-mend = Add one between the vague and the plain.
problem-no-solution = there is no solution
problem-no-solution-mend = Write the actions that pass this step.
problem-tool-not-allowed = the solution uses { $tool }, which allow does not list
problem-tool-not-allowed-why = The student could not do it.
problem-tool-not-allowed-mend = Add { $tool } to allow.
problem-no-time = within is zero
problem-no-time-mend = Leave the cluster some time: "20s".
problem-no-answer = a question without choices and without answer
problem-no-answer-mend = Give choices, or answer: a reading.
problem-choices-and-answer = a question has choices or an answer, not both
problem-choices-and-answer-mend = Keep one.
problem-choice-count = { $count ->
    [one] one choice
   *[other] { $count } choices
 }; a question has 2 to 5
problem-choice-count-mend = Add or drop some.
problem-one-correct = { $count ->
    [0] no choice is correct
   *[other] { $count } choices are correct
 }; exactly one must be
problem-one-correct-mend = Write correct: true in one of them.
problem-choice-without-belief = this wrong choice names no belief
problem-choice-without-belief-why = The report tells the teacher what the class believed.
problem-choice-without-belief-mend = Add belief: "M16" or the like.
problem-negative-tolerance = a tolerance can't be negative
problem-negative-tolerance-mend = Write 0 or more.

# Readings
reading-topic-exists = whether topic { $topic } exists
reading-partitions = the number of partitions of { $topic }
reading-config = { $key } of topic { $topic }
reading-leader = the leader of { $topic }-{ $partition }
reading-preferred-leader = the preferred leader of { $topic }-{ $partition }
reading-leader-epoch = the leader epoch of { $topic }-{ $partition }
reading-replicas = the replicas of { $topic }-{ $partition }
reading-isr = the ISR of { $topic }-{ $partition }
reading-isr-size = the size of the ISR of { $topic }-{ $partition }
reading-log-start = the log start of { $topic }-{ $partition }
reading-high-watermark = the high watermark of { $topic }-{ $partition }
reading-last-stable = the last stable offset of { $topic }-{ $partition }
reading-log-end = the log end of { $topic }-{ $partition }
reading-replica-log-end = the log end of { $topic }-{ $partition } on broker { $broker }
reading-flushed-end = the flushed end of { $topic }-{ $partition } on broker { $broker }
reading-segment-start = the first offset of segment { $segment } of { $topic }-{ $partition }
reading-read = the records of { $topic } that were read
reading-segments = the number of segments of { $topic }-{ $partition }
reading-records = the readable records of { $topic }-{ $partition }
reading-keys-below-active = the keys below the active segment of { $topic }-{ $partition }
reading-copies = the copies of "{ $value }" in { $topic }
reading-broker-state = the state of broker { $broker }
reading-controller = the active controller
reading-quorum-leader = the leader of the quorum
reading-metadata-end = the end of the metadata log
reading-under-replicated = the under-replicated partitions
reading-offline = the partitions without leader
reading-not-preferred = the partitions not led by their preferred leader
reading-write-calls = the write calls of broker { $broker }
reading-bytes-in = the bytes received by broker { $broker } from producers
reading-bytes-out = the bytes sent by broker { $broker } to consumers
reading-links = the number of links
reading-dropped = the records dropped by { $actor }
reading-group-state = the state of group { $group }
reading-generation = the generation of group { $group }
reading-members = the members of group { $group }
reading-assignment = the assignment of { $actor }
reading-assignment-sizes = the partitions of each member of { $group }
reading-committed = the offset committed by { $group } for { $topic }-{ $partition }
reading-lag = the lag of group { $group }
reading-lag-time = the lag of group { $group } in milliseconds
reading-rebalances = the rebalances of group { $group }
reading-revoked = the partitions revoked in group { $group }
reading-silence = the longest pause in delivery of { $topic }-{ $partition } to { $group }, in milliseconds
reading-rejected-commits = the commits refused to group { $group }
reading-sent = the records sent by { $actor }
reading-acked = the records acknowledged to { $actor }
reading-failed = the records { $actor } gave up
reading-lost = the acknowledged records of { $actor } that were lost
reading-delivered = the records delivered to { $actor }
reading-duplicates = the records delivered twice to group { $group }
reading-missed = the records committed and never processed by group { $group }
reading-skipped = the records skipped by group { $group }
reading-out-of-order = the records of one key out of order for { $group }
reading-effects = the side effects of { $actor }
reading-position = the position of { $actor } in { $topic }-{ $partition }
reading-client-config = { $key } of { $actor }
reading-errors = the errors { $error } returned to { $actor }
reading-requests = the requests of { $actor }
reading-starts = the starts of { $actor }

# Events
event-leader-changed = the leader of { $topic }-{ $partition } changed
event-unclean-election = an unclean election for { $topic }-{ $partition }
event-isr-shrank = the ISR of { $topic }-{ $partition } shrank
event-isr-grew = the ISR of { $topic }-{ $partition } grew
event-truncated = a replica of { $topic }-{ $partition } was truncated
event-broker-fenced = broker { $broker } was fenced
event-broker-unfenced = broker { $broker } was unfenced
event-controller-changed = another controller took over
event-quorum-lost = the quorum was lost
event-topic-created = topic { $topic } was created
event-segment-rolled = { $topic }-{ $partition } began a new segment
event-segment-deleted = a segment of { $topic }-{ $partition } was removed
event-compacted = { $topic }-{ $partition } was compacted
event-rebalanced = group { $group } rebalanced
event-member-joined = a member joined group { $group }
event-member-left = a member left group { $group }
event-member-expired = a member of group { $group } was taken for dead
event-partition-revoked = { $actor } gave up partitions
event-offset-committed = group { $group } committed
event-commit-rejected = a commit of group { $group } was refused
event-record-lost = an acknowledged record of { $actor } was lost
event-record-duplicated = group { $group } got a record twice
event-record-skipped = group { $group } skipped a record
event-error-returned = { $actor } was told { $error }
event-producer-fenced = { $actor } was fenced
event-transaction-committed = { $actor } committed a transaction
event-transaction-aborted = { $actor } aborted a transaction

# Checks
check-is = { $reading } is { $value }
check-is-not = { $reading } is not { $value }
check-at-least = { $reading } is at least { $value }
check-at-most = { $reading } is at most { $value }
check-between = { $reading } is between { $low } and { $high }
check-in = { $reading } is one of { $value }
check-contains = { $reading } contains { $value }
check-same = { $reading } equals { $other }
check-less = { $reading } is less than { $other }
check-and = and
check-or = or
check-not = not: { $check }
check-never = never: { $check }
check-holds = for { $length } without a break: { $check }
check-after-mark = after "{ $mark }": { $check }
check-happened = { $event }
check-before = { $event }, then { $other }
check-now = now: { $value }
check-happened-yes = it happened
check-happened-no = it has not happened
