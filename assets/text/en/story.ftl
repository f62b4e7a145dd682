# What happened, one short sentence each. Partitions read `topic-0`, offsets are plain numbers.

## Words that sentences are made of

node-broker = Broker { $id }
node-controller = The controller
nobody = nobody
nothing = nothing

## The world

fact-refused = Not done: { $action } { $reason }
refused-no-such-client = There is no such client.
refused-no-such-node = There is no such node.
refused-already-running = It runs already.
refused-not-running = It does not run.
refused-not-a-producer = It is not a producer.
refused-not-a-consumer = It is not a consumer.
refused-bad-setting = This setting does not exist, or not with this value.
refused-no-such-record = There is no such record.
refused-no-such-topic = There is no such topic.
refused-no-such-console = There is no console of this number.
refused-not-formatted = Its storage is not formatted: kafka-storage.sh format first.
refused-not-yet = The lab cannot do this yet.
fact-started = { $node } starts.
fact-ended = { $how ->
    [clean] { $node } stops properly.
    [crash] { $node } crashes: the process dies, its page cache stays.
    [power] { $node } loses power: bytes not yet flushed are lost.
    [storage] { $node } halts: its disk failed.
   *[fatal] { $node } gives up on an error it cannot recover from.
 }
fact-ended-client = { $how ->
    [clean] { $node } stops properly.
    [fatal] { $node } gives up on an error it cannot recover from.
   *[crash] { $node } dies and tells nobody.
 }
fact-dropped = A message ({ $api }) from { $from } to { $to } is lost on the way.

## The controller

fact-controller-elected = Controller { $controller } takes office (epoch { $epoch }).
fact-broker-registered = Broker { $broker } registers with the controller.
fact-broker-unfenced = The controller lets broker { $broker } serve.
fact-broker-fenced-silent = The controller fences broker { $broker }: no heartbeat for { $ms } ms.
fact-broker-fenced = The controller fences broker { $broker }.
fact-shutdown-requested = Broker { $broker } asks for a clean stop.
fact-topic-created = Topic { $name } is created: { $partitions ->
    [one] 1 partition
   *[other] { $partitions } partitions
 }, replication factor { $factor }.
fact-topic-deleted = Topic { $name } is deleted.
fact-partitions-added = Topic { $name } grows from { $from } to { $to } partitions.
fact-config-changed = { $owner }: { $key } is now { $value }.
fact-config-removed = { $owner }: { $key } goes back to its default.
fact-leader-none = { $partition } has no leader any more (epoch { $epoch }).
fact-leader-changed = { $how ->
    [preferred] The controller gives { $partition } back to broker { $to }, its preferred leader (epoch { $epoch }).
    [unclean] Unclean election: the controller makes broker { $to } leader of { $partition }, though it was not in sync (epoch { $epoch }).
    [shutdown] Broker { $from } is stopping: the controller makes broker { $to } leader of { $partition } (epoch { $epoch }).
    [reassignment] { $partition } moves: the controller makes broker { $to } its leader (epoch { $epoch }).
   *[clean] The controller makes broker { $to } leader of { $partition } (epoch { $epoch }).
 }
fact-isr-shrank = The ISR of { $partition } shrinks from [{ $from }] to [{ $to }].
fact-isr-grew = The ISR of { $partition } grows from [{ $from }] to [{ $to }].
fact-reassignment-started = { $partition } starts to move from brokers [{ $from }] to [{ $to }].
fact-reassignment-completed = { $partition } has moved: its replicas are [{ $replicas }].

## A broker

fact-broker-ready = Broker { $broker } is ready to serve.
fact-became-leader = Broker { $broker } leads { $partition } from now on (epoch { $epoch }, log end { $end }).
fact-became-follower = Broker { $broker } follows broker { $leader } for { $partition } (epoch { $epoch }).
fact-appended = Leader { $broker } writes { $count ->
    [one] 1 record
   *[other] { $count } records
 } to { $partition } at offset { $offset }.
fact-replicated = Follower { $broker } copies { $count ->
    [one] 1 record
   *[other] { $count } records
 } of { $partition } at offset { $offset }.
fact-duplicate-dropped = Leader { $broker } recognises a retried batch for { $partition } and does not write it twice.
fact-high-watermark-moved = On broker { $broker }, the high watermark of { $partition } moves to { $offset }.
fact-isr-proposed = Leader { $broker } asks the controller for the ISR [{ $isr }] of { $partition }.
fact-truncated = Broker { $broker } cuts its log of { $partition } back from { $from } to { $to }.
fact-segment-rolled = Broker { $broker } starts a new segment of { $partition } at offset { $offset }.
fact-segment-deleted = Broker { $broker } deletes the segment { $from } to { $last } of { $partition } ({ $bytes } bytes).
fact-log-start-moved = On broker { $broker }, { $partition } now begins at offset { $offset }.
fact-log-recovered = Broker { $broker } reopens its log of { $partition }: it ends at { $end }.
fact-log-recovered-lost = Broker { $broker } reopens its log of { $partition }: it ends at { $end }, { $bytes } bytes are lost.
fact-produce-refused = Broker { $broker } answers { $error } to records for { $partition }.
fact-served = Broker { $broker } serves { $partition } from { $from } to { $to } to a consumer.
fact-corruption-found = Broker { $broker } finds damaged bytes in { $partition } at offset { $offset }: the checksum is wrong.
fact-storage-failed = The disk of broker { $broker } fails.

## A group

fact-coordinator-loaded = Broker { $broker } coordinates the groups of __consumer_offsets-{ $partition } ({ $groups }).
fact-coordinator-unloaded = Broker { $broker } no longer coordinates the groups of __consumer_offsets-{ $partition }.
fact-member-joined = { $client } joins group { $group }.
fact-member-joined-static = { $client } joins group { $group } as { $instance }.
fact-member-left = { $how ->
    [session] { $client } is removed from group { $group }: its session expired.
    [rebalance] { $client } is removed from group { $group }: it did not rejoin in time.
    [sync] { $client } is removed from group { $group }: it did not ask for its assignment in time.
    [replaced] { $client } is replaced in group { $group } by a new process.
   *[left] { $client } leaves group { $group }.
 }
fact-rebalance-started = Group { $group } begins a rebalance.
fact-generation-started = Group { $group } reaches generation { $generation }: { $count ->
    [one] 1 member
   *[other] { $count } members
 }, assignor { $protocol }.
fact-group-stable = Group { $group } is stable (generation { $generation }): { $assignment }.
group-member-has = { $client } has { $partitions }
fact-group-empty = Group { $group } has no members any more.
fact-group-deleted = Group { $group } is deleted.
fact-offset-committed = Group { $group } commits offset { $offset } of { $partition }.
fact-commit-rejected = A commit of group { $group } is rejected: { $error }.
fact-offset-expired = The committed offset of group { $group } for { $partition } expires.

## A client

fact-batch-sent = { $client } sends { $count ->
    [one] 1 record
   *[other] { $count } records
 } to { $partition }.
fact-acked = { $client } is told that { $count ->
    [one] 1 record of { $partition } is acknowledged.
   *[other] { $count } records of { $partition } are acknowledged.
 }
fact-send-failed = { $client } gives up on { $count ->
    [one] 1 record
   *[other] { $count } records
 }: { $error }.
fact-retrying = { $client } will try again ({ $api }): { $error }.
fact-error-returned = { $client } is told { $error } ({ $api }).
fact-delivered = { $client } receives { $partition }, offsets { $from } to { $last }.
fact-processed = { $client } has processed { $partition } up to offset { $to }.
fact-poison-crashed = { $client } can’t process { $partition } offset { $offset }: its application crashes.
fact-poison-hung = { $client } can’t process { $partition } offset { $offset }: its application hangs, and polls no more.
fact-poison-skipped = { $client } can’t process { $partition } offset { $offset }: it skips the record.
fact-poison-forwarded = { $client } can’t process { $partition } offset { $offset }: it puts the record in its dead-letter topic.
fact-offset-reset = { $client } has no valid position in { $partition }: it starts at { $to } ({ $policy }).
fact-positioned = { $client } starts { $partition } at offset { $at }.
fact-assigned = { $client } is given { $partitions }.
fact-assigned-none = { $client } is given no new partition.
fact-revoked = { $client } gives up { $partitions }.
fact-lost = { $client } has lost { $partitions }.
fact-push-received = { $client } receives a record from { $other }.
fact-push-dropped = { $client } gives up a record for { $other }.
fact-wire-broken = { $client } doesn’t get through to { $other }: it drops the copies meant for it.
fact-wire-mended = { $client } gets through to { $other } again.
fact-poll-timed-out = { $client } leaves its group: its application did not poll in time.

## Why it happened

why-leader-clean = It is the first replica of the list that is alive and in sync.
why-leader-preferred = The first replica of the list is the preferred leader; it is back and in sync.
why-leader-unclean = No in-sync replica was alive and unclean.leader.election.enable is true. What only the old leader had is lost.
why-leader-none = No replica of the ISR is alive. Another one might lack committed records, so the controller waits.
why-isr-lagging = A follower did not catch up with the leader’s log end for replica.lag.time.max.ms.
why-isr-caught-up = A follower has reached the leader’s log end again.
why-isr-fenced = The controller removes a fenced broker from every ISR.
why-isr-shutdown = A broker that is stopping leaves every ISR first.
why-isr-unclean = After an unclean election only the new leader counts as in sync.
why-isr-reassigned = The reassignment took a replica away.
why-fenced-silent = A broker must send a heartbeat to the controller within broker.session.timeout.ms.
why-fenced-stop = It stopped properly and said so.
why-unfenced = It has caught up with the metadata log.
why-duplicate = It carries the same producer id and the same sequence number as a batch already written: the idempotent producer at work.
why-truncated = These records were never committed. A follower drops what its new leader does not have.
why-truncated-committed = Some of these records were below the high watermark: committed records are lost on this broker.
why-rolled-time = The segment had reached segment.ms.
why-rolled-size = The segment had reached segment.bytes.
why-deleted-time = All its records are older than retention.ms.
why-deleted-size = The log is larger than retention.bytes.
why-deleted-start = All its records lie below the log start.
why-deleted-truncated = The log lay outside the range of its leader’s: it starts again.
why-deleted-removed = The topic was deleted, or the replica moved away.
why-recovered-lost = These bytes had not been flushed to the disk when the power failed.
why-coordinator = The leader of that partition of __consumer_offsets is the coordinator of the groups stored there.
why-left-session = The coordinator received no heartbeat for session.timeout.ms.
why-left-rebalance = In a rebalance every member must rejoin within max.poll.interval.ms.
why-left-replaced = Another process came with the same group.instance.id.
why-rebalance-joined = A new member arrived.
why-rebalance-left = A member left or was removed.
why-rebalance-subscription = A member changed what it subscribes to or what it owns.
why-rebalance-leader = The member that leads the group joined again, perhaps because its topics changed.
why-rebalance-static = A static member came back with another subscription.
why-offset-reset-none = The group has committed nothing for this partition, so auto.offset.reset decides.
why-offset-reset-range = Offset { $from } no longer exists in the log, so auto.offset.reset decides.
why-poll = More than max.poll.interval.ms passed between two polls. The consumer leaves so that others take over its partitions.
why-lost = The group went on without it: others may own them already.
why-generation = The member that leads the group computes the assignment; the coordinator only passes it on.

## Errors in plain words

error-NOT_ENOUGH_REPLICAS = The ISR is smaller than min.insync.replicas, and the producer asks for acks=all.
error-NOT_ENOUGH_REPLICAS_AFTER_APPEND = The record is written, but the ISR became smaller than min.insync.replicas.
error-NOT_LEADER_OR_FOLLOWER = This broker no longer leads the partition: the client’s metadata is out of date.
error-LEADER_NOT_AVAILABLE = The partition has no leader at the moment.
error-UNKNOWN_TOPIC_OR_PARTITION = The broker does not know this topic or partition (not yet, or no longer).
error-REQUEST_TIMED_OUT = No answer came in time. The client can’t know whether the request was carried out.
error-MESSAGE_TOO_LARGE = The batch is larger than max.message.bytes.
error-CORRUPT_MESSAGE = The checksum does not match the bytes.
error-OFFSET_OUT_OF_RANGE = The offset lies outside the log: deleted, or not yet written.
error-NOT_COORDINATOR = Another broker coordinates this group now.
error-COORDINATOR_NOT_AVAILABLE = The coordinator of this group is not available yet.
error-COORDINATOR_LOAD_IN_PROGRESS = The new coordinator is still reading __consumer_offsets.
error-ILLEGAL_GENERATION = The group has moved on to another generation.
error-UNKNOWN_MEMBER_ID = The coordinator does not know this member: it was removed.
error-REBALANCE_IN_PROGRESS = The group is rebalancing: the member must join again.
error-FENCED_INSTANCE_ID = Another process has taken this group.instance.id.
error-FENCED_LEADER_EPOCH = The client or follower knows an older leader epoch.
error-OUT_OF_ORDER_SEQUENCE_NUMBER = A batch of this producer is missing before this one.
error-INVALID_PRODUCER_EPOCH = A newer producer with the same identity is at work.
error-TOPIC_ALREADY_EXISTS = There is already a topic of this name.
error-INVALID_REPLICATION_FACTOR = There are fewer live brokers than replicas asked for.
error-KAFKA_STORAGE_ERROR = The broker’s disk failed.

## Actions

action-node = node { $id }
action-start = Start { $name }.
action-stop = Stop { $name } properly.
action-kill = Kill { $name }.
action-freeze = Freeze { $name }.
action-thaw = Thaw { $name }.
action-send = { $name } sends { $count ->
    [one] 1 record
   *[other] { $count } records
 }.
action-set-rate = { $name }: { $rate } records per second from now on.
action-set-config = { $name }: set { $key } to { $value }.
action-commit = { $name } commits its position.
action-seek = { $name } goes to offset { $offset } of { $partition }.
action-drop-next-ack = The next acknowledgement to { $name } is lost.
action-delete-local-state = Delete the local state of { $name }.
action-reset-offsets = Move group { $group } on { $topic } to { $to }.
action-earliest = the earliest offset
action-latest = the latest offset
action-clean-stop = Stop node { $id } properly.
action-crash = Crash node { $id }.
action-power-cut = Cut the power of node { $id }.
action-restart = Restart node { $id }.
action-add-broker = Add broker { $id }.
action-link = Link from { $from } to { $to }: latency { $us } µs, loss { $ppm } per million.
action-cut = Cut the network between { $from } and { $to }.
action-cut-one-way = Cut the network from { $from } to { $to } (one way).
action-isolate = Isolate { $name } from the network.
action-slow-fetch = Slow down the fetches of brokers { $ids } by { $us } µs.
action-heal = Mend the network and the disks.
action-slow-disk = Slow down the disk of broker { $id } by { $us } µs.
action-full-disk = Fill the disk of broker { $id }.
action-wipe-disk = Wipe the disk of broker { $id }.
action-corrupt-byte = Flip a byte of { $partition } at offset { $offset } on broker { $id }.
action-create-topic = Create topic { $name }.
action-delete-topic = Delete topic { $name }.
action-add-partitions = Widen topic { $name } to { $count } partitions.
action-delete-records = Delete the records of { $partition } below offset { $offset }.
action-elect-preferred = Elect the preferred leader of { $partition }.
action-elect-unclean = Allow any live replica to lead { $partition }.
action-reassign = Move { $partition } to brokers { $ids }.
action-console = Typed into console { $console }: { $line }
