# What a class session says by itself.
semantics-label = Kafka 4 · KRaft · classic groups
no-such-scenario = There is no scenario of that name in the library.
branch-first = the first run
branch-number = branch { $number }
boot-topic-refused = Kafka refuses to create topic { $topic }: { $error }. Mend the topic in the file, or give the cluster what it asks for.
boot-not-ready = The cluster was not ready in time: { $what }. Check that enough brokers run at the start.
saved-session-damaged = This saved session is damaged, or was made by another version: it can’t be played again.
saved-session-newer = This session was saved by a newer version of Brokerscope.
