# What an exercise says by itself.

## Values, as they are said

value-none = none
value-nobody = nobody
value-yes = yes
value-no = no
value-broker = broker { $id }

## What can’t be done

looking-elsewhere = You are looking at an earlier moment: go back first.
not-an-answer = This is not an answer to this step.
only-a-teacher = Only a teacher passes over a step.
no-exercise = This scenario has no exercise.
exercise-damaged = This exercise file is damaged, was changed by hand, or comes from another version: it can’t be played again.
exercise-newer = This exercise was saved by a newer version of Brokerscope.
exercise-set-aside = The work saved earlier can’t be played again. It was kept as { $path }, and the exercise begins anew.
export-refused = This can’t become a scenario file: { $reason }
export-nothing = Nothing is open.

## What is missing when the work is handed in

missing-answer = not answered
missing-goal = goal not reached
missing-rating = explanation not compared with the model
missing-skipped = passed over

## From one attempt to the next

changed-none = nothing was changed
changed-list = since the last attempt: { $list }

## Verdicts of history

verdict-lost = { $count ->
    [one] A record that was acknowledged to { $who } is gone.
   *[other] { $count } records that were acknowledged to { $who } are gone.
 }
verdict-duplicated = { $count ->
    [one] A record was delivered again to group { $who }.
   *[other] { $count } records were delivered again to group { $who }.
 }
verdict-written-twice = { $count ->
    [one] A record of { $who } stands in the log twice.
   *[other] { $count } records of { $who } stand in the log twice.
 }
verdict-skipped = { $count ->
    [one] Group { $who } will never see one record: it jumped over it.
   *[other] Group { $who } will never see { $count } records: it jumped over them.
 }
verdict-out-of-order = { $count ->
    [one] Group { $who } got a record after a later one of the same key.
   *[other] Group { $who } got { $count } records after later ones of the same key.
 }
verdict-commit-back = The offset committed by group { $who } for { $partition } went back from { $from } to { $to }.
licence-unclean = allowed by the unclean election of { $partition } at { $at }
licence-acks = allowed by acks={ $acks }: the leader alone had it
licence-copies = allowed: every in-sync copy of { $partition } lost its disk or its power by { $at }
licence-byte = allowed by the byte corrupted in { $partition } at { $at }
licence-reset = allowed by auto.offset.reset={ $policy }
licence-moved = done on purpose at { $at }: the group’s offsets were reset
licence-at-least-once = allowed: without a transaction, Kafka delivers at least once

## The beliefs behind choices (numbers of the course)

belief-m01 = Reading a message removes it from the topic.
belief-m02 = Every consumer gets every message, or else each message goes to a single consumer in all.
belief-m03 = The broker pushes messages, and a slow consumer slows the producer down.
belief-m04 = A topic keeps one order over all its messages.
belief-m05 = Without a key, messages go to the partitions in turn, one each.
belief-m06 = A key stays on the same partition for ever.
belief-m07 = Adding partitions spreads out the messages that are already there.
belief-m08 = More consumers always means more throughput.
belief-m09 = A consumer without a partition is of no use.
belief-m10 = Two members of a group can share one partition.
belief-m11 = When a broker dies, its data is gone.
belief-m12 = Kafka makes the missing copies elsewhere by itself.
belief-m13 = A broker that comes back is leader again at once.
belief-m14 = acks=all waits for all replicas.
belief-m15 = min.insync.replicas protects acks=1 as well.
belief-m16 = acks=1 is safe, since the leader has written it.
belief-m17 = acks=all means that the message is on disk.
belief-m18 = A message can be read as soon as the leader has it.
belief-m19 = Followers share the clients’ load: three replicas give three times the throughput.
belief-m20 = There can be more replicas than brokers, two copies on one of them.
belief-m21 = retention.ms is the exact lifetime of a message.
belief-m21b = The active segment is never deleted.
belief-m22 = Messages that were not read yet are protected from retention.
belief-m23 = Retention deletes messages once they have been read.
belief-m24 = earliest means that everything is read again at every start.
belief-m25 = A new group sees what was written before it.
belief-m26 = The committed offset is that of the last message read.
belief-m27 = Committed automatically means processed.
belief-m28 = A rebalance only touches the member who joins or leaves.
belief-m29 = A crash is noticed at once.
belief-m30 = A consumer that sends heartbeats is doing well.
belief-m31 = A longer timeout always solves it.
belief-m32 = A slow group delays the other groups.
belief-m33 = An unclean election only brings the service back.
belief-m34 = ZooKeeper stores the messages, or the clients need it.
belief-m35 = All data goes through the controller: without it, nothing works.
belief-m36 = Two controllers out of three may die, like brokers with three replicas.
belief-m37 = The broker in bootstrap.servers is the one that gets the messages.
belief-m38 = When send() returns, the message is stored.
belief-m39 = Disks make Kafka slow, or Kafka keeps everything in memory.
belief-m40 = Idempotence removes every duplicate.
belief-m41 = Exactly-once covers my database too.
belief-m42 = Aborted records are erased from the log.
belief-m43 = Offsets have no holes: their difference counts the messages.
belief-m44 = A compacted topic always holds one record per key.
belief-m45 = Compaction renumbers offsets, or deletes a key at once.
belief-m46 = Any record may go into a compacted topic.
belief-m47 = Kafka Streams runs inside the brokers, or has a database of its own.
belief-m48 = Connect and Streams scale beyond the number of partitions, and a source connector never sends twice.
belief-m49 = A lag of 0 means that everything was processed.
belief-m50 = Committed offsets live for ever.
folder-not-found = There is no folder { $path }. Is the USB stick in? Choose another folder.
