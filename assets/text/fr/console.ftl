# console
console-option-absent = { $option } est une option de Kafka que ce laboratoire n’a pas.
console-setting-absent = { $setting } est un réglage que ce laboratoire n’a pas.
console-stop-order = Le script de Kafka envoie le signal à tous ses processus à la fois. Ici, le contrôleur est un nœud à part : il s’arrête quand les brokers ont remis leurs partitions.
console-no-zookeeper = Kafka 4 n’a plus de ZooKeeper : le contrôleur garde les métadonnées. Tapez : KAFKA_CLUSTER_ID="$(bin/kafka-storage.sh random-uuid)", puis bin/kafka-storage.sh format --standalone -t $KAFKA_CLUSTER_ID -c config/server.properties, puis bin/kafka-server-start.sh config/server.properties
console-exit = La console reste ouverte tant que l’exercice l’est.
console-help =
    Les commandes de Kafka, avec ou sans bin/ et .sh :
    { $commands }
    --help après une commande donne ses options. Ctrl+C arrête une commande, Ctrl+D termine son entrée.
console-tool-absent = { $tool } est un outil de Kafka que ce laboratoire n’a pas.
