# Ce qui s’est passé, une phrase courte chacun. Une partition s’écrit `topic-0`, un offset est un simple nombre.

## Mots dont les phrases sont faites

node-broker = Le broker { $id }
node-controller = Le contrôleur
nobody = personne
nothing = rien

## Le monde

fact-refused = Non exécuté : { $action } { $reason }
refused-no-such-client = Ce client n’existe pas.
refused-no-such-node = Ce nœud n’existe pas.
refused-already-running = Il tourne déjà.
refused-not-running = Il ne tourne pas.
refused-not-a-producer = Ce n’est pas un producteur.
refused-not-a-consumer = Ce n’est pas un consommateur.
refused-bad-setting = Ce réglage n’existe pas, ou pas avec cette valeur.
refused-no-such-record = Ce message n’existe pas.
refused-no-such-topic = Ce topic n’existe pas.
refused-no-such-console = Il n’y a pas de console de ce numéro.
refused-not-formatted = Son stockage n’est pas formaté : d’abord kafka-storage.sh format.
refused-not-yet = Le labo ne sait pas encore le faire.
fact-started = { $node } démarre.
fact-ended = { $how ->
    [clean] { $node } s’arrête proprement.
    [crash] { $node } plante : le processus meurt, son cache de pages reste.
    [power] { $node } perd le courant : les octets pas encore écrits sur le disque sont perdus.
    [storage] { $node } s’arrête : son disque est en panne.
   *[fatal] { $node } abandonne sur une erreur dont il ne peut se remettre.
 }
fact-ended-client = { $how ->
    [clean] { $node } s’arrête proprement.
    [fatal] { $node } abandonne sur une erreur irrémédiable.
   *[crash] { $node } meurt sans prévenir personne.
 }
fact-dropped = Un message ({ $api }) de { $from } vers { $to } se perd en route.

## Le contrôleur

fact-controller-elected = Le contrôleur { $controller } entre en fonction (époque { $epoch }).
fact-broker-registered = Le broker { $broker } s’enregistre auprès du contrôleur.
fact-broker-unfenced = Le contrôleur autorise le broker { $broker } à servir.
fact-broker-fenced-silent = Le contrôleur met le broker { $broker } à l’écart (fenced) : aucun signal de vie depuis { $ms } ms.
fact-broker-fenced = Le contrôleur met le broker { $broker } à l’écart (fenced).
fact-shutdown-requested = Le broker { $broker } demande un arrêt propre.
fact-topic-created = Le topic { $name } est créé : { $partitions ->
    [one] 1 partition
   *[other] { $partitions } partitions
 }, facteur de réplication { $factor }.
fact-topic-deleted = Le topic { $name } est supprimé.
fact-partitions-added = Le topic { $name } passe de { $from } à { $to } partitions.
fact-config-changed = { $owner } : { $key } vaut maintenant { $value }.
fact-config-removed = { $owner } : { $key } revient à sa valeur par défaut.
fact-leader-none = { $partition } n’a plus de leader (époque { $epoch }).
fact-leader-changed = { $how ->
    [preferred] Le contrôleur rend { $partition } au broker { $to }, son leader préféré (époque { $epoch }).
    [unclean] Élection « unclean » : le contrôleur nomme le broker { $to } leader de { $partition }, bien qu’il ne soit pas synchronisé (époque { $epoch }).
    [shutdown] Le broker { $from } s’arrête : le contrôleur nomme le broker { $to } leader de { $partition } (époque { $epoch }).
    [reassignment] { $partition } déménage : le contrôleur nomme le broker { $to } leader (époque { $epoch }).
   *[clean] Le contrôleur nomme le broker { $to } leader de { $partition } (époque { $epoch }).
 }
fact-isr-shrank = L’ISR de { $partition } se réduit de [{ $from }] à [{ $to }].
fact-isr-grew = L’ISR de { $partition } s’agrandit de [{ $from }] à [{ $to }].
fact-reassignment-started = { $partition } commence à déménager des brokers [{ $from }] vers [{ $to }].
fact-reassignment-completed = { $partition } a déménagé : ses réplicas sont [{ $replicas }].

## Un broker

fact-broker-ready = Le broker { $broker } est prêt à servir.
fact-became-leader = Le broker { $broker } dirige désormais { $partition } (époque { $epoch }, fin du journal { $end }).
fact-became-follower = Le broker { $broker } suit le broker { $leader } pour { $partition } (époque { $epoch }).
fact-appended = Le leader { $broker } écrit { $count ->
    [one] 1 message
   *[other] { $count } messages
 } dans { $partition } à l’offset { $offset }.
fact-replicated = Le follower { $broker } copie { $count ->
    [one] 1 message
   *[other] { $count } messages
 } de { $partition } à l’offset { $offset }.
fact-duplicate-dropped = Le leader { $broker } reconnaît un batch renvoyé pour { $partition } et ne l’écrit pas deux fois.
fact-high-watermark-moved = Sur le broker { $broker }, le high watermark de { $partition } passe à { $offset }.
fact-isr-proposed = Le leader { $broker } demande au contrôleur l’ISR [{ $isr }] pour { $partition }.
fact-truncated = Le broker { $broker } tronque son journal de { $partition } de { $from } à { $to }.
fact-segment-rolled = Le broker { $broker } ouvre un nouveau segment de { $partition } à l’offset { $offset }.
fact-segment-deleted = Le broker { $broker } supprime le segment { $from } à { $last } de { $partition } ({ $bytes } octets).
fact-log-start-moved = Sur le broker { $broker }, { $partition } commence maintenant à l’offset { $offset }.
fact-log-recovered = Le broker { $broker } rouvre son journal de { $partition } : il finit à { $end }.
fact-log-recovered-lost = Le broker { $broker } rouvre son journal de { $partition } : il finit à { $end }, { $bytes } octets sont perdus.
fact-produce-refused = Le broker { $broker } répond { $error } à des messages pour { $partition }.
fact-served = Le broker { $broker } sert { $partition } de { $from } à { $to } à un consommateur.
fact-corruption-found = Le broker { $broker } trouve des octets abîmés dans { $partition } à l’offset { $offset } : la somme de contrôle est fausse.
fact-storage-failed = Le disque du broker { $broker } tombe en panne.

## Un groupe

fact-coordinator-loaded = Le broker { $broker } coordonne les groupes de __consumer_offsets-{ $partition } ({ $groups }).
fact-coordinator-unloaded = Le broker { $broker } ne coordonne plus les groupes de __consumer_offsets-{ $partition }.
fact-member-joined = { $client } rejoint le groupe { $group }.
fact-member-joined-static = { $client } rejoint le groupe { $group } en tant que { $instance }.
fact-member-left = { $how ->
    [session] { $client } est retiré du groupe { $group } : sa session a expiré.
    [rebalance] { $client } est retiré du groupe { $group } : il ne l’a pas rejoint à temps.
    [sync] { $client } est retiré du groupe { $group } : il n’a pas demandé son affectation à temps.
    [replaced] { $client } est remplacé dans le groupe { $group } par un nouveau processus.
   *[left] { $client } quitte le groupe { $group }.
 }
fact-rebalance-started = Le groupe { $group } commence un rééquilibrage.
fact-generation-started = Le groupe { $group } passe à la génération { $generation } : { $count ->
    [one] 1 membre
   *[other] { $count } membres
 }, stratégie { $protocol }.
fact-group-stable = Le groupe { $group } est stable (génération { $generation }) : { $assignment }.
group-member-has = { $client } a { $partitions }
fact-group-empty = Le groupe { $group } n’a plus de membre.
fact-group-deleted = Le groupe { $group } est supprimé.
fact-offset-committed = Le groupe { $group } commite l’offset { $offset } de { $partition }.
fact-commit-rejected = Un commit du groupe { $group } est refusé : { $error }.
fact-offset-expired = L’offset validé du groupe { $group } pour { $partition } expire.

## Un client

fact-batch-sent = { $client } envoie { $count ->
    [one] 1 message
   *[other] { $count } messages
 } à { $partition }.
fact-acked = { $client } apprend que { $count ->
    [one] 1 message de { $partition } est acquitté.
   *[other] { $count } messages de { $partition } sont acquittés.
 }
fact-send-failed = { $client } abandonne { $count ->
    [one] 1 message
   *[other] { $count } messages
 } : { $error }.
fact-retrying = { $client } va réessayer ({ $api }) : { $error }.
fact-error-returned = { $client } reçoit { $error } ({ $api }).
fact-delivered = { $client } reçoit { $partition }, offsets { $from } à { $last }.
fact-processed = { $client } a traité { $partition } jusqu’à l’offset { $to }.
fact-poison-crashed = { $client } ne peut pas traiter { $partition }, offset { $offset } : son application plante.
fact-poison-hung = { $client } ne peut pas traiter { $partition }, offset { $offset } : son application reste bloquée et n’appelle plus poll.
fact-poison-skipped = { $client } ne peut pas traiter { $partition }, offset { $offset } : il passe le message.
fact-poison-forwarded = { $client } ne peut pas traiter { $partition }, offset { $offset } : il range le message dans son topic de rebut.
fact-offset-reset = { $client } n’a pas de position valable dans { $partition } : il commence à { $to } ({ $policy }).
fact-positioned = { $client } commence { $partition } à l’offset { $at }.
fact-assigned = { $client } reçoit { $partitions }.
fact-assigned-none = { $client } ne reçoit aucune nouvelle partition.
fact-revoked = { $client } rend { $partitions }.
fact-lost = { $client } a perdu { $partitions }.
fact-push-received = { $client } reçoit un message de { $other }.
fact-push-dropped = { $client } abandonne un message destiné à { $other }.
fact-wire-broken = { $client } n’arrive plus à joindre { $other } : il abandonne les copies qui lui sont destinées.
fact-wire-mended = { $client } joint de nouveau { $other }.
fact-poll-timed-out = { $client } quitte son groupe : son application n’a pas appelé poll à temps.

## Pourquoi

why-leader-clean = C’est le premier réplica de la liste qui soit vivant et synchronisé.
why-leader-preferred = Le premier réplica de la liste est le leader préféré ; il est revenu et synchronisé.
why-leader-unclean = Aucun réplica synchronisé n’était vivant et unclean.leader.election.enable vaut true. Ce que seul l’ancien leader avait est perdu.
why-leader-none = Aucun réplica de l’ISR n’est vivant. Un autre pourrait manquer de messages validés : le contrôleur attend donc.
why-isr-lagging = Un follower n’a pas rattrapé la fin du journal du leader pendant replica.lag.time.max.ms.
why-isr-caught-up = Un follower a de nouveau atteint la fin du journal du leader.
why-isr-fenced = Le contrôleur retire de tous les ISR un broker mis à l’écart.
why-isr-shutdown = Un broker qui s’arrête quitte d’abord tous les ISR.
why-isr-unclean = Après une élection « unclean », seul le nouveau leader compte comme synchronisé.
why-isr-reassigned = La réaffectation a retiré un réplica.
why-fenced-silent = Un broker doit envoyer un signal de vie au contrôleur dans le délai broker.session.timeout.ms.
why-fenced-stop = Il s’est arrêté proprement et l’a dit.
why-unfenced = Il a rattrapé le journal des métadonnées.
why-duplicate = Il porte le même identifiant de producteur et le même numéro de séquence qu’un batch déjà écrit : c’est le producteur idempotent à l’œuvre.
why-truncated = Ces messages n’ont jamais été validés. Un follower abandonne ce que son nouveau leader n’a pas.
why-truncated-committed = Certains de ces messages étaient sous le high watermark : des messages validés sont perdus sur ce broker.
why-rolled-time = Le segment avait atteint segment.ms.
why-rolled-size = Le segment avait atteint segment.bytes.
why-deleted-time = Tous ses messages sont plus vieux que retention.ms.
why-deleted-size = Le journal dépasse retention.bytes.
why-deleted-start = Tous ses messages sont avant le début du journal.
why-deleted-truncated = Le journal était hors de l’intervalle de celui du leader : il repart de zéro.
why-deleted-removed = Le topic a été supprimé, ou le réplica a déménagé.
why-recovered-lost = Ces octets n’étaient pas encore écrits sur le disque lors de la coupure de courant.
why-coordinator = Le leader de cette partition de __consumer_offsets coordonne les groupes qui y sont rangés.
why-left-session = Le coordinateur n’a reçu aucun signal de vie pendant session.timeout.ms.
why-left-rebalance = Lors d’un rééquilibrage, chaque membre doit revenir dans le délai max.poll.interval.ms.
why-left-replaced = Un autre processus est arrivé avec le même group.instance.id.
why-rebalance-joined = Un nouveau membre est arrivé.
why-rebalance-left = Un membre est parti ou a été retiré.
why-rebalance-subscription = Un membre a changé ses abonnements ou ce qu’il possède.
why-rebalance-leader = Le membre qui dirige le groupe est revenu, peut-être parce que ses topics ont changé.
why-rebalance-static = Un membre statique est revenu avec d’autres abonnements.
why-offset-reset-none = Le groupe n’a rien validé pour cette partition : auto.offset.reset décide.
why-offset-reset-range = L’offset { $from } n’existe plus dans le journal : auto.offset.reset décide.
why-poll = Plus de max.poll.interval.ms ont passé entre deux poll. Le consommateur part pour que d’autres reprennent ses partitions.
why-lost = Le groupe a continué sans lui : d’autres les possèdent peut-être déjà.
why-generation = Le membre qui dirige le groupe calcule l’affectation ; le coordinateur ne fait que la transmettre.

## Les erreurs en mots simples

error-NOT_ENOUGH_REPLICAS = L’ISR est plus petit que min.insync.replicas, et le producteur demande acks=all.
error-NOT_ENOUGH_REPLICAS_AFTER_APPEND = Le message est écrit, mais l’ISR est devenu plus petit que min.insync.replicas.
error-NOT_LEADER_OR_FOLLOWER = Ce broker ne dirige plus la partition : les métadonnées du client sont périmées.
error-LEADER_NOT_AVAILABLE = La partition n’a pas de leader pour le moment.
error-UNKNOWN_TOPIC_OR_PARTITION = Le broker ne connaît pas ce topic ou cette partition (pas encore, ou plus).
error-REQUEST_TIMED_OUT = Aucune réponse n’est arrivée à temps. Le client ne peut pas savoir si la demande a été exécutée.
error-MESSAGE_TOO_LARGE = Le batch dépasse max.message.bytes.
error-CORRUPT_MESSAGE = La somme de contrôle ne correspond pas aux octets.
error-OFFSET_OUT_OF_RANGE = L’offset est hors du journal : supprimé, ou pas encore écrit.
error-NOT_COORDINATOR = Un autre broker coordonne maintenant ce groupe.
error-COORDINATOR_NOT_AVAILABLE = Le coordinateur de ce groupe n’est pas encore disponible.
error-COORDINATOR_LOAD_IN_PROGRESS = Le nouveau coordinateur lit encore __consumer_offsets.
error-ILLEGAL_GENERATION = Le groupe est passé à une autre génération.
error-UNKNOWN_MEMBER_ID = Le coordinateur ne connaît pas ce membre : il a été retiré.
error-REBALANCE_IN_PROGRESS = Le groupe se rééquilibre : le membre doit le rejoindre à nouveau.
error-FENCED_INSTANCE_ID = Un autre processus a pris ce group.instance.id.
error-FENCED_LEADER_EPOCH = Le client ou le follower connaît une époque de leader plus ancienne.
error-OUT_OF_ORDER_SEQUENCE_NUMBER = Il manque un batch de ce producteur avant celui-ci.
error-INVALID_PRODUCER_EPOCH = Un producteur plus récent de même identité est à l’œuvre.
error-TOPIC_ALREADY_EXISTS = Un topic de ce nom existe déjà.
error-INVALID_REPLICATION_FACTOR = Il y a moins de brokers vivants que de réplicas demandés.
error-KAFKA_STORAGE_ERROR = Le disque du broker est en panne.

## Actions

action-node = le nœud { $id }
action-start = Démarrer { $name }.
action-stop = Arrêter { $name } proprement.
action-kill = Tuer { $name }.
action-freeze = Geler { $name }.
action-thaw = Dégeler { $name }.
action-send = { $name } envoie { $count ->
    [one] 1 message
   *[other] { $count } messages
 }.
action-set-rate = { $name } : { $rate } messages par seconde désormais.
action-set-config = { $name } : régler { $key } à { $value }.
action-commit = { $name } commite sa position.
action-seek = { $name } va à l’offset { $offset } de { $partition }.
action-drop-next-ack = Le prochain acquittement destiné à { $name } se perd.
action-delete-local-state = Supprimer l’état local de { $name }.
action-reset-offsets = Déplacer le groupe { $group } sur { $topic } vers { $to }.
action-earliest = le premier offset
action-latest = le dernier offset
action-clean-stop = Arrêter proprement le nœud { $id }.
action-crash = Faire planter le nœud { $id }.
action-power-cut = Couper le courant du nœud { $id }.
action-restart = Redémarrer le nœud { $id }.
action-add-broker = Ajouter le broker { $id }.
action-link = Liaison de { $from } vers { $to } : latence { $us } µs, perte { $ppm } par million.
action-cut = Couper le réseau entre { $from } et { $to }.
action-cut-one-way = Couper le réseau de { $from } vers { $to } (un seul sens).
action-isolate = Isoler { $name } du réseau.
action-slow-fetch = Ralentir les lectures des brokers { $ids } de { $us } µs.
action-heal = Réparer le réseau et les disques.
action-slow-disk = Ralentir le disque du broker { $id } de { $us } µs.
action-full-disk = Remplir le disque du broker { $id }.
action-wipe-disk = Effacer le disque du broker { $id }.
action-corrupt-byte = Abîmer un octet de { $partition } à l’offset { $offset } sur le broker { $id }.
action-create-topic = Créer le topic { $name }.
action-delete-topic = Supprimer le topic { $name }.
action-add-partitions = Élargir le topic { $name } à { $count } partitions.
action-delete-records = Supprimer les messages de { $partition } avant l’offset { $offset }.
action-elect-preferred = Élire le leader préféré de { $partition }.
action-elect-unclean = Autoriser n’importe quel réplica vivant à diriger { $partition }.
action-reassign = Déplacer { $partition } vers les brokers { $ids }.
action-console = Tapé dans la console { $console } : { $line }
