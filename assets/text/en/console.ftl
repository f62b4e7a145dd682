# console
console-option-absent = { $option } is an option of Kafka that this lab does not have.
console-setting-absent = { $setting } is a setting that this lab does not have.
console-stop-order = Kafka’s script signals all its processes at once. Here the controller is a node of its own, and stops once the brokers have handed over their partitions.
console-no-zookeeper = Kafka 4 has no ZooKeeper: the controller keeps the metadata. Type: KAFKA_CLUSTER_ID="$(bin/kafka-storage.sh random-uuid)", then bin/kafka-storage.sh format --standalone -t $KAFKA_CLUSTER_ID -c config/server.properties, then bin/kafka-server-start.sh config/server.properties
console-exit = The console stays open as long as the exercise is.
console-help =
    Kafka’s commands, with or without bin/ and .sh:
    { $commands }
    --help after a command lists its options. Ctrl+C stops a command, Ctrl+D ends its input.
console-tool-absent = { $tool } is a tool of Kafka that this lab does not have.
