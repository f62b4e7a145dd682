# The window.

product = Brokerscope
subject-cluster = Cluster
subject-controller = Controller { $id }
subject-broker = Broker { $id }
subject-message = Message
subject-event = Event

# First page
home-title = What would you like to do?
door-show = Show
door-show-text = A demonstration on the projector: play, stop, step back
door-show-note = { $count ->
    [one] 1 demonstration ready
   *[other] { $count } demonstrations ready
}
door-tp = Do a TP
door-tp-text = Step-by-step exercises, in the order of the course
door-tp-note = { $count ->
    [one] 1 exercise, by TP, with the time it takes
   *[other] { $count } exercises, by TP, with the time each takes
}
door-explore = Explore
door-explore-text = A sandbox: build, break, rewind, compare
door-explore-note = Kept for you between two sessions
library = Library
library-show = Demonstrations
library-other = Other scenarios
library-empty = No scenario in the library. Drop a scenario file below, or explore.
part-tp1 = TP1 · Topics, partitions, keys
part-tp2 = TP2 · Consume, retain, rebalance
part-tp3 = TP3 · Replicate, fail, acknowledge
part-tp4 = TP4 · Kafka at work
minutes = { $count } min
recent = Recent files
recent-none = The files you open are listed here.
recent-gone = no longer there
drop-here = Drop a scenario file here
drop-or-open = or click to choose one
open-file = Open a file…
save-session = Save the session…
reload = Read the file again
file = File
go-home = First page

# Top bar
mode-demo = Demo
mode-sandbox = Sandbox
lang-en = English
lang-fr = Français
theme = Dark or light
help = Shortcuts and legend
undo = Undo
redo = Redo
panel-open = Open the panel
panel-close = Close the panel
digest-hover = Digest of the trace: { $digest }. Two runs with the same digest made the same events in the same order.

# Problems
problems-errors = { $count ->
    [one] 1 problem in the file
   *[other] { $count } problems in the file
}
problems-warnings = { $count ->
    [one] 1 remark
   *[other] { $count } remarks
}
problem-place = line { $line }, column { $column }
dismiss = Dismiss
close = Close

# Transport
to-start = Start
step-back = Step back
play = Play
pause = Pause
step = Step
to-head = End
jump-next = To the next event worth a look
slower = Slower
faster = Faster
speed-name = Speed { $speed } (× 1 is real time)
lagging = running at { $speed }
steps-hover = { $count ->
    [one] 1 event since the start
   *[other] { $count } events since the start
}
next-event = next: { $label } · in { $wait }
fork = What if… fork here
fork-hover = Begin a branch at this instant; this run stays as it is
branch-menu = branch: { $name }
timeline-name = Timeline
lane-faults = faults
lane-leaders = leaders
lane-in-sync = in-sync sets
lane-groups = groups
lane-retention = retention

# Events
events = Events
events-open = Open the event list
events-close = Close the event list
events-none = Nothing has happened yet.
events-none-pass = No event passes the filter.
filter = Filter
only-selected = only what is selected
why = Why?
about = About

# Map
map-name = Cluster map
map-nearer = Nearer
map-farther = Farther
map-fit = Fit to the view
disk-line = disk { $size } · { $segments ->
    [one] 1 segment
   *[other] { $segments } segments
}
disk-full = disk full
disk-slow = slow disk: +{ $by }
fetch-slow = slow fetches: +{ $by }
since = since { $at }
node-isolated = cut off
idempotent = idempotent
rate = { $count } rec/s
acked-count = { $count } acked
failed-count = { $count } failed
wires-count = { $count ->
    [one] { $count } direct link
   *[other] { $count } direct links
}
delivered-count = { $count } delivered
member-idle = no partition
member-joining = joining
generation = generation { $n }
replica-name = { $partition } on broker { $broker }: { $role }, committed up to { $committed }, log end { $end }
broker-name = Broker { $id }: { $state }, { $replicas ->
    [one] 1 replica
   *[other] { $replicas } replicas
}, { $leads } led
producer-name = Producer { $name }: { $state }
consumer-name = Consumer { $name }, group { $group }: { $state }
group-name = Group { $name }: { $state }, { $members ->
    [one] 1 member
   *[other] { $members } members
}, lag { $lag }
role-leader = leader
role-follower = follower
role-lagging = follower, not in sync
role-offline = offline
state-not-started = not started
state-starting = starting
state-fenced = fenced
state-running = running
state-frozen = frozen
state-stopping = stopping
state-stopped = stopped
state-crashed = crashed
state-power-cut = power cut
state-failed = failed
message-request = request
message-response = response

# Menus
actions = Actions
menu-heal = Mend network and disks
menu-add-broker = Add a broker
menu-create-topic = Create a topic
menu-topic-name = Name of the topic
menu-reset-place = Put back in its place
menu-reset-places = Put everything back in its place
menu-restart = Restart
menu-clean-stop = Stop cleanly
menu-crash = Crash the process
menu-power-cut = Cut the power
menu-isolate = Cut off from everybody
menu-cut-link = Cut the link to
menu-slow-link = Slow the link to
menu-slow-fetch = Slow its fetches by
menu-slow-disk = Slow its disk by
menu-full-disk = Fill its disk
menu-wipe-disk = Wipe its disk
menu-elect-preferred = Elect the preferred leader
menu-elect-unclean = Elect any live replica (unclean)
menu-corrupt = Flip one byte of the last record on
menu-delete-records = Delete all committed records
menu-add-partition = Add a partition to the topic
menu-delete-topic = Delete the topic
menu-start = Start
menu-stop = Stop
menu-kill = Kill the process
menu-freeze = Freeze the process
menu-thaw = Thaw the process
menu-rate = Set its rate
menu-acks = Set acks
menu-drop-ack = Lose the next acknowledgement
menu-commit = Commit now
menu-group-active = Offsets can be moved once the group is empty.
menu-reset-earliest = Move { $topic } to the earliest offset
menu-reset-latest = Move { $topic } to the latest offset
menu-start-named = Start { $name }
menu-stop-named = Stop { $name }

# Inspector
tab-main = State
tab-settings = Settings
settings-default = Every setting has Kafka’s default.
setting-here = here
setting-default = Kafka’s default
state = State
state-since = Since
health = Health
brokers-up = Brokers up
partitions = Partitions
under-replicated = Under-replicated
under-min-isr = Under min.insync.replicas
offline = Without a leader
notes = Notes
legend = Legend
cluster-hint = Click on something to inspect it; right-click to act on it.
controller-hint = The controller registers brokers, elects leaders and keeps the in-sync sets. Records do not pass through it.
active = Active
yes = yes
no = no
none = none
controller-epoch = Controller epoch
metadata-end = End of the metadata log
metadata-read = Metadata read up to
rack = Rack
disk = Disk
segments = Segments
leads = Partitions led
coordinates = Coordinates the groups
replicas = Replicas
message-gone = This message has arrived.
message-from = from
message-to = to
message-about = about
sent-at = Sent at
arrives-at = Arrives at
sends-to = Sends to
wished-rate = Wished rate
records = Records
sent = Sent
acknowledged = Acknowledged
in-flight = Waiting or on their way
failed = Given up
retries = Batches sent again
last-error = Last error
its-group = its group
reads-from = Reads
member-id = Member id
per-record = Processing of one record
delivered = Delivered
redelivered = Delivered again
owns = Owns
owns-nothing = no partition
progress = at { $position } · committed { $committed } · lag { $lag }
group-unknown = No coordinator knows this group yet.
generation-name = Generation
assignor = Assignor
lag = Lag
coordinator = coordinator
members = Members
members-none = No member.
member-leader = group leader
member-awaited = awaited
offsets = Committed offsets
epoch = Leader epoch
log-loading = Reading the log…
log-hint = Click on a cell to decode its record.
groups-here = Consumer groups here
group-here = committed { $offset } · lag { $lag }
diverges = diverges from the leader at { $offset }: it will truncate
unflushed = not yet flushed to disk from { $offset } on
epochs = epochs: { $list }
record-title = Record { $offset }
record-batch = batch { $first }–{ $last } · { $size } · { $crc }
crc-valid = checksum right
crc-wrong = checksum wrong
key = key
value = value
tombstone = tombstone (no value)
timestamp = timestamp
producer-ids = producer · epoch · sequence
tape-name = Log on broker { $broker }: starts at { $start }, committed up to { $committed }, ends at { $end }

# Help
legend-leader = leader
legend-in-sync = follower in sync; all is well
legend-waiting = waiting, lagging, rebalancing
legend-fault = broken
legend-group = consumer group
legend-flight = request, response
reduced-motion = Reduced motion
zoom = Zoom
key-space = Space
key-home = Home
key-end = End
key-escape = Escape
key-help = This page
key-palette = Command palette
key-play = Play or pause
key-step = One event forward
key-step-back = One event back
key-story = To the next sentence of the story
key-story-back = To the previous sentence
key-start = To the start
key-head = To the end of what was run
key-next = To the next event worth a look
key-fork = Fork here
key-filter = Filter the events
key-undo = Undo, redo
key-leave = Close, or select nothing

# Palette
palette-hint = Type a few letters of what to do or show
palette-open = Open: { $title }
palette-show = Show: { $name }
palette-mark = Go to the mark: { $name }

# Units
unit-bytes = { $n } B
unit-kib = { $n } KiB
unit-mib = { $n } MiB
unit-gib = { $n } GiB
