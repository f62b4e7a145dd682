# What is wrong with a scenario file, and how readings, events and checks say themselves.

# Severity
problem-severity-error = erreur :
problem-severity-warning = attention :

# The file itself
problem-empty-file = le fichier est vide
problem-empty-file-mend = Un scénario commence par Scenario(format: 1, id: "…", …). Partez d’un scénario fourni.
problem-too-large = le fichier dépasse { $limit } Mio
problem-too-large-mend = Une leçon tient en quelques kilooctets : est-ce le bon fichier ?
problem-not-utf8 = le texte n’est plus de l’UTF-8 à partir d’ici
problem-not-utf8-why = Il a sans doute été enregistré en Latin-1 ou en UTF-16, ou n’est pas un texte.
problem-not-utf8-mend = Enregistrez-le à nouveau avec l’encodage UTF-8.
problem-newer-format = ce fichier est au format { $format } ; cette version lit le format { $known }
problem-newer-format-mend = Ouvrez-le avec une version plus récente de Brokerscope.
problem-unknown-format = le format { $format } n’existe pas
problem-unknown-format-mend = Écrivez format: { $known }.
problem-not-yet = { $what } : pas encore dans cette version
problem-not-yet-why = Le fichier est bien écrit, mais cette version ne sait pas le jouer.
problem-not-yet-mend = Retirez cette partie, ou utilisez une version ultérieure.
problem-not-yet-reading = le relevé { $name } n’est pas encore dans cette version
problem-not-yet-reading-mend = Utilisez un autre relevé de docs/scenario-format.md.
problem-not-yet-event = l’événement { $name } n’est pas encore dans cette version
problem-not-yet-event-mend = Utilisez un autre événement de docs/scenario-format.md.
later-clusters = plusieurs clusters
later-connect = les connecteurs
later-database = les bases de données
later-quorum = plusieurs contrôleurs
later-sql = les instructions SQL
later-streams = Kafka Streams
later-zookeeper = le mode ZooKeeper

# Punctuation
problem-typographic-quotes = guillemets typographiques : { $found }
problem-typographic-quotes-why = Les traitements de texte et certains claviers remplacent " par ceux-ci ; RON ne connaît que les guillemets droits.
problem-typographic-quotes-mend = Écrivez "…" avec des guillemets droits. À l’intérieur d’un texte, tous les guillemets sont permis.
problem-single-quotes = apostrophes en guise de guillemets : { $found }
problem-single-quotes-mend = Les textes s’écrivent entre guillemets droits : "…".
problem-odd-space = une espace spéciale invisible (espace insécable ou semblable)
problem-odd-space-why = Hors des textes, seules les espaces ordinaires comptent ; celle-ci vient souvent d’un « : » ou d’un « ; » tapé à la française, ou d’une copie d’une page web.
problem-odd-space-mend = Effacez-la et tapez une espace ordinaire.
problem-unclosed-quote = le texte ouvert ici n’est pas fermé où il devrait l’être
problem-unclosed-quote-why = À partir d’ici, les textes et le reste du fichier ont échangé leurs places.
problem-unclosed-quote-mend = Ajoutez le " manquant à la fin de ce texte ; ou, si ce guillemet en termine un, ajoutez celui du début.
problem-unclosed-comment = le commentaire ouvert ici n’est jamais fermé
problem-unclosed-comment-mend = Écrivez */ à la fin, ou // pour une seule ligne.
problem-unclosed-bracket = le { $bracket } ouvert ici n’est pas fermé
problem-unclosed-bracket-why = La lecture s’en est aperçue à la ligne { $line }, à { $found }.
problem-unclosed-bracket-mend = Ajoutez le { $wanted } manquant à la fin de ce bloc.
problem-extra-bracket = ce { $found } ne ferme rien
problem-extra-bracket-mend = Supprimez-le, ou ajoutez le crochet qu’il devait fermer.
problem-too-deep = plus de { $limit } niveaux de parenthèses
problem-too-deep-mend = Répartissez la vérification sur plusieurs lignes de expect.
problem-too-nested = l’imbrication est trop profonde
problem-too-nested-mend = Répartissez-la.
problem-missing-comma = il manque une virgule ici
problem-missing-comma-mend = Écrivez , entre deux éléments ou deux champs.
problem-missing-colon = il manque un deux-points ici
problem-missing-colon-mend = Un champ s’écrit nom: valeur.
problem-equals-for-colon = = à la place d’un deux-points
problem-equals-for-colon-mend = Un champ s’écrit nom: valeur.
problem-quoted-field = le nom d’un champ ne prend pas de guillemets
problem-quoted-field-why = Les guillemets sont pour les textes et pour les clés de réglages entre { "{" } et { "}" }.
problem-quoted-field-mend = Écrivez nom: valeur.
problem-field-expected = un nom de champ est attendu ici, pas { $found }
problem-field-expected-mend = Un bloc s’écrit (nom: valeur, nom: valeur). Manque-t-il une parenthèse ou une virgule juste avant ?
problem-value-expected = une valeur est attendue ici
problem-value-expected-mend = Y a-t-il une virgule de trop, ou une valeur oubliée ?
problem-brace-for-struct = { "{" } à la place de (
problem-brace-for-struct-why = En RON, les blocs s’écrivent (nom: valeur) ; { "{" } … { "}" } ne sert qu’aux réglages, {"{"}"clé": "valeur"{"}"}.
problem-brace-for-struct-mend = Utilisez ( et ).
problem-after-the-end = il y a quelque chose après la fin du scénario : { $found }
problem-after-the-end-mend = Un fichier contient un seul scénario. Y a-t-il une parenthèse de trop avant ?
problem-unreadable = ceci est illisible : { $found }
problem-unreadable-mend = Comparez avec les exemples de docs/scenario-format.md.

# Names and values
problem-unknown-field = il n’y a pas de champ « { $name } » ici
problem-unknown-field-mend = Champs possibles : { $list }.
problem-unknown-field-near = il n’y a pas de champ « { $name } » ici
problem-unknown-field-near-mend = Vouliez-vous dire { $nearest } ? Champs possibles : { $list }.
problem-unknown-variant = « { $name } » n’est pas connu ici
problem-unknown-variant-mend = Possibles ici : { $list }.
problem-unknown-variant-near = « { $name } » n’est pas connu ici
problem-unknown-variant-near-mend = Vouliez-vous dire { $nearest } ?
problem-duplicate-field = le champ « { $name } » est donné deux fois
problem-duplicate-field-mend = N’en gardez qu’un.
problem-duplicate-key = le réglage « { $name } » est donné deux fois
problem-duplicate-key-mend = N’en gardez qu’un.
problem-missing-field = il manque le champ « { $field } » dans ce bloc
problem-missing-field-mend = Ajoutez { $field }: … entre ses parenthèses.
problem-missing-field-between = il manque le champ « { $field } » dans ce bloc (lignes { $first } à { $last })
problem-missing-field-between-mend = Ajoutez { $field }: … entre ses parenthèses.
problem-named-expected = { $name } prend ses arguments par leur nom
problem-named-expected-mend = Écrivez { $name }(nom: valeur, …) ; docs/scenario-format.md donne les noms.
problem-wrong-name = { $found } à la place de { $expected }
problem-wrong-name-mend = Écrivez { $expected }( … ).
problem-wrong-count = nombre d’arguments incorrect : { $count } donnés
problem-wrong-count-mend = docs/scenario-format.md donne les arguments de chaque mot.
problem-positional-expected = { $name } prend ses arguments par position, sans noms
problem-positional-expected-mend = docs/scenario-format.md donne les arguments de chaque mot.
problem-struct-expected = un bloc entre ( ) est attendu ici
problem-struct-expected-mend = Écrivez (nom: valeur, …) ; les textes bilingues s’écrivent (en: "…", fr: "…").
problem-argument-expected = { $found } prend des arguments entre ( )
problem-argument-expected-mend = docs/scenario-format.md donne les arguments de chaque mot.
problem-text-expected = un texte est attendu ici, pas { $found }
problem-text-expected-mend = Mettez-le entre guillemets : "…". Les réglages sont toujours du texte : "1", "true".
problem-number-expected = un nombre entier est attendu ici, pas { $found }
problem-number-expected-mend = Écrivez des chiffres seuls, sans guillemets : 3, 1_000.
problem-number-range = { $found } ne convient pas ici
problem-number-range-why = Il est trop grand, ou négatif là où cela n’a pas de sens.
problem-number-range-mend = Écrivez un nombre plus petit, à partir de 0.
problem-list-expected = une liste entre [ ] est attendue ici, pas { $found }
problem-list-expected-mend = Écrivez [ … ], même pour un seul élément.
problem-map-expected = des réglages entre { "{" } { "}" } sont attendus ici, pas { $found }
problem-map-expected-mend = Écrivez {"{"}"clé": "valeur"{"}"}.
problem-flag-expected = true ou false est attendu ici, pas { $found }
problem-flag-expected-mend = Écrivez true ou false, sans guillemets.
problem-name-expected = un mot tel que Start ou Leader est attendu ici, pas { $found }
problem-name-expected-mend = docs/scenario-format.md donne la liste des mots. Ils s’écrivent sans guillemets.
problem-bad-escape = ce \ ne signifie rien ici
problem-bad-escape-mend = Écrivez \\ pour une barre oblique inverse, \" pour un guillemet, \n pour un saut de ligne.
problem-bad-length = « { $found } » n’est pas une durée
problem-bad-length-mend = Écrivez "500ms", "5s", "2min", "1h" ou "3d" : un nombre entier, puis l’unité.
problem-long-length = « { $found } » dépasse 400 jours
problem-long-length-mend = Aucune leçon n’en demande plus ; écrivez au plus "400d".
problem-bad-share = « { $found } » n’est pas une proportion
problem-bad-share-mend = Écrivez "10%" ou "0.5%", jusqu’à "100%".
problem-bad-date = « { $found } » n’est pas une date
problem-bad-date-mend = Écrivez-la comme "2025-01-01T00:00:00Z".
problem-bad-node = { $found } ne désigne aucun nœud
problem-bad-node-mend = Les brokers sont des nombres (1), les acteurs des textes ("caisse").
problem-bad-value = { $found } ne se compare à rien
problem-bad-value-mend = Écrivez un nombre entier, un texte entre guillemets, true, None, ou une liste de ceux-ci.

# Sizes
problem-broker-count = { $count } brokers ; un cluster en a de 1 à { $limit }
problem-broker-count-mend = Trois suffisent à la plupart des leçons.
problem-too-many-actors = { $count } acteurs ; { $limit } au plus
problem-too-many-actors-mend = Prenez-en moins, avec un débit plus élevé.
problem-too-many-partitions = plus de { $limit } partitions en tout
problem-too-many-partitions-mend = Prenez moins de partitions.
problem-rate-too-high = un débit au-dessus de { $limit } messages par seconde
problem-rate-too-high-mend = Quelques centaines montrent la même chose.
problem-record-too-large = des messages de plus de { $limit } octets
problem-record-too-large-mend = Kafka lui-même refuse par défaut les lots de plus de 1 Mio.

# References
problem-unknown-topic = il n’y a pas de topic « { $name } »
problem-unknown-topic-mend = { $hint ->
    [near] Vouliez-vous dire « { $nearest } » ?
    [list] Le fichier contient : { $list }.
   *[none] Ce nom n’est défini nulle part dans le fichier.
 }
problem-unknown-actor = il n’y a pas d’acteur « { $name } »
problem-unknown-actor-mend = { $hint ->
    [near] Vouliez-vous dire « { $nearest } » ?
    [list] Le fichier contient : { $list }.
   *[none] Ce nom n’est défini nulle part dans le fichier.
 }
problem-unknown-group = il n’y a pas de groupe « { $name } »
problem-unknown-group-mend = { $hint ->
    [near] Vouliez-vous dire « { $nearest } » ?
    [list] Le fichier contient : { $list }.
   *[none] Ce nom n’est défini nulle part dans le fichier.
 }
problem-unknown-mark = il n’y a pas de repère « { $name } » dans la frise
problem-unknown-mark-mend = { $hint ->
    [near] Vouliez-vous dire « { $nearest } » ?
    [list] Le fichier contient : { $list }.
   *[none] Ce nom n’est défini nulle part dans le fichier.
 }
problem-unknown-error-name = « { $name } » n’est pas une erreur de Kafka
problem-unknown-error-name-mend = { $hint ->
    [near] Vouliez-vous dire « { $nearest } » ?
   *[none] Utilisez les noms de Kafka, comme NOT_ENOUGH_REPLICAS.
 }
problem-unknown-broker = il n’y a pas de broker { $broker }
problem-unknown-broker-why = Les brokers du cluster vont de 1 à { $count } ; le contrôleur est { $controller }.
problem-unknown-broker-mend = Utilisez l’un d’eux, augmentez brokers, ou ajoutez-en un avec AddBroker.
problem-unknown-partition = le topic « { $topic } » n’a pas de partition { $partition }
problem-unknown-partition-why = Il a { $count ->
    [one] une partition, la numéro 0
   *[other] { $count } partitions, numérotées de 0 à { $last }
 }.
problem-unknown-partition-mend = Les partitions se comptent à partir de 0.
problem-unknown-belief = il n’y a pas d’idée fausse « { $name } »
problem-unknown-belief-mend = Elles sont numérotées de M01 à M50, plus M21b.
problem-unknown-state = { $reading } ne vaut jamais « { $value } »
problem-unknown-state-mend = Il vaut l’un de : { $list }.
problem-unknown-assignor = il n’y a pas d’assignor « { $name } »
problem-unknown-assignor-mend = Utilisez l’un de { $list }, ou plusieurs séparés par des virgules.
problem-not-a-producer = « { $name } » ne produit pas
problem-not-a-producer-mend = Nommez un producteur.
problem-not-a-consumer = « { $name } » ne consomme pas
problem-not-a-consumer-mend = Nommez un consommateur.
problem-duplicate-actor = deux acteurs s’appellent « { $name } »
problem-duplicate-actor-mend = Donnez à chacun son nom.
problem-duplicate-mark = deux repères s’appellent « { $name } »
problem-duplicate-mark-mend = Donnez à chacun son nom.
problem-duplicate-step = deux étapes ont l’identifiant « { $name } »
problem-duplicate-step-mend = Donnez à chacune son identifiant.
problem-empty-name = un nom ne peut pas être vide
problem-empty-name-mend = Écrivez un nom court entre guillemets.
problem-nothing-to-read = ce consommateur ne lit aucun topic
problem-nothing-to-read-mend = Nommez-en au moins un dans topics.
problem-nothing-to-send = il n’y a rien à envoyer
problem-nothing-to-send-mend = Écrivez Send("acteur", [("clé", "valeur")]) ; une clé vide signifie sans clé.
problem-broker-exists = AddBroker({ $broker }) ne désigne pas un nouveau broker
problem-broker-exists-mend = Prenez le numéro qui suit celui du dernier broker, en dessous de 1000.
problem-negative-offset = un offset ne peut pas valoir { $offset }
problem-negative-offset-mend = Les offsets se comptent à partir de 0.

# Kafka sense
problem-rf-above-brokers = topic « { $topic } » : rf { $rf }, mais le cluster a { $brokers ->
    [one] un seul broker
   *[other] { $brokers } brokers
 }
problem-rf-above-brokers-why = Chaque copie vit sur son propre broker : Kafka répondrait { $error }.
problem-rf-above-brokers-mend = Augmentez brokers à { $rf }, ou écrivez rf: { $brokers }.
problem-rf-below-one = topic « { $topic } » : rf { $rf }
problem-rf-below-one-why = Il y a au moins une copie, celle du leader : Kafka répondrait { $error }.
problem-rf-below-one-mend = Écrivez rf: 1 ou plus.
problem-partition-count = topic « { $topic } » : { $count } partition
problem-partition-count-why = Kafka répondrait { $error }.
problem-partition-count-mend = Écrivez partitions: 1 ou plus.
problem-partitions-only-grow = le topic « { $topic } » a déjà { $now } partitions : { $count } ne serait pas une augmentation
problem-partitions-only-grow-why = Kafka répondrait { $error } : on peut ajouter des partitions, jamais en retirer.
problem-partitions-only-grow-mend = Le second argument est le nouveau total.
problem-topic-name = « { $topic } » ne peut pas être le nom d’un topic
problem-topic-name-why = Kafka accepte de 1 à 249 caractères parmi a-z A-Z 0-9 . _ - et pas d’accents : il répondrait { $error }.
problem-topic-name-mend = Écrivez-le sans accents ni espaces.
problem-internal-topic = « { $topic } » ressemble à un topic interne de Kafka
problem-internal-topic-mend = Les noms qui commencent par __ sont à Kafka ; choisissez-en un autre.
problem-duplicate-topic = le topic « { $topic } » est là deux fois
problem-duplicate-topic-why = Kafka répondrait { $error }.
problem-duplicate-topic-mend = N’en gardez qu’un.
problem-colliding-topic = les topics « { $topic } » et « { $other } » entrent en collision
problem-colliding-topic-why = Les métriques de Kafka écrivent . comme _ ; il refuse donc les noms qui ne diffèrent que par là : { $error }.
problem-colliding-topic-mend = Renommez-en un.
problem-placement-count = le topic « { $topic } » a { $partitions } partitions, mais replicas en place { $lists }
problem-placement-count-mend = Écrivez une liste de brokers par partition.
problem-placement-rf = la partition { $partition } est placée sur { $count } brokers, mais rf vaut { $rf }
problem-placement-rf-mend = Chaque liste nomme rf brokers, le leader préféré en premier.
problem-placement-twice = le broker { $broker } est nommé deux fois pour la partition { $partition }
problem-placement-twice-why = Un broker porte au plus une copie : Kafka répondrait { $error }.
problem-placement-twice-mend = Nommez des brokers différents.
problem-min-insync-equals-rf = min.insync.replicas { $least } avec rf { $rf }
problem-min-insync-equals-rf-why = Une seule panne arrête alors tout producteur en acks=all.
problem-min-insync-equals-rf-mend = Très bien si c’est la leçon ; sinon un de moins.
problem-min-insync-above-rf = min.insync.replicas { $least } dépasse rf { $rf }
problem-min-insync-above-rf-why = Kafka compte alors le nombre de réplicas à la place.
problem-min-insync-above-rf-mend = Écrivez au plus { $rf }.
problem-offsets-rf-above-brokers = __consumer_offsets demande { $rf } copies, mais le cluster a { $brokers ->
    [one] un seul broker
   *[other] { $brokers } brokers
 } : aucun groupe ne fonctionnera
problem-offsets-rf-above-brokers-why = Kafka en veut 3 par défaut ; avec moins de brokers, le topic ne peut pas être créé.
problem-offsets-rf-above-brokers-mend = Ajoutez "offsets.topic.replication.factor": "{ $brokers }" à la config du cluster.
problem-retention-before-roll = topic « { $topic } » : retention.ms { $retention } est plus court que segment.ms { $segment }, et un producteur tourne
problem-retention-before-roll-why = Ce sont des segments entiers qui partent : les vieux messages survivent à la rétention tant que leur segment reste actif.
problem-retention-before-roll-mend = Baissez segment.ms ou segment.bytes, sauf si c’est la leçon.
problem-compact-without-key = un producteur sans clés sur le topic compacté « { $topic } »
problem-compact-without-key-why = La compaction garde le dernier message de chaque clé : Kafka répondrait INVALID_RECORD.
problem-compact-without-key-mend = Donnez-lui keys: ["…"].
problem-unknown-setting = « { $key } » n’est pas un réglage { $owner }
problem-unknown-setting-mend = Ce sont les clés de Kafka qui sont attendues, comme sur kafka.apache.org.
problem-unknown-setting-near = « { $key } » n’est pas un réglage { $owner }
problem-unknown-setting-near-mend = Vouliez-vous dire « { $nearest } » ?
owner-broker = de broker
owner-topic = de topic
owner-producer = de producteur
owner-consumer = de consommateur
owner-application = d’application
problem-setting-value = « { $value } » ne convient pas à { $key }
problem-setting-value-mend = Écrivez { $wanted }.
problem-setting-too-small = { $key } ne peut pas valoir { $value }
problem-setting-too-small-mend = Écrivez { $least } ou plus.
wanted-flag = "true" ou "false"
wanted-number = un nombre entier entre guillemets
wanted-milliseconds = des millisecondes ("30000") ou une durée ("30s")
wanted-bytes = des octets ("65536") ou une taille ("64KiB")
problem-session-timeout-range = session.timeout.ms { $value } sort de ce que les brokers permettent ({ $low } à { $high } ms)
problem-session-timeout-range-why = Le coordinateur répondrait INVALID_SESSION_TIMEOUT et le consommateur n’entrerait jamais dans le groupe.
problem-session-timeout-range-mend = Changez-le, ou group.min.session.timeout.ms du cluster.
problem-heartbeat-too-slow = heartbeat.interval.ms { $heartbeat } n’est pas inférieur à session.timeout.ms { $session }
problem-heartbeat-too-slow-why = Le consommateur de Kafka le refuse ; un tiers de la session est l’usage.
problem-heartbeat-too-slow-mend = Baissez l’intervalle des heartbeats.
problem-delivery-timeout = delivery.timeout.ms est inférieur à linger.ms + request.timeout.ms ({ $needed })
problem-delivery-timeout-why = Le producteur de Kafka refuse de démarrer ainsi (ConfigException).
problem-delivery-timeout-mend = Portez-le à { $needed } au moins, ou baissez request.timeout.ms.
problem-idempotence-needs-all = enable.idempotence vaut true, mais acks vaut { $acks }
problem-idempotence-needs-all-why = Le producteur de Kafka le refuse : Must set acks to all in order to use the idempotent producer.
problem-idempotence-needs-all-mend = Écrivez "acks": "all", ou "enable.idempotence": "false".
problem-rack-count = { $count } racks pour { $brokers } brokers
problem-rack-count-why = Kafka ne place par rack que si chaque broker en a un.
problem-rack-count-mend = Nommez un rack par broker, dans l’ordre.
problem-no-controller = il faut un contrôleur au cluster
problem-no-controller-mend = Écrivez controllers: 1, ou retirez le champ.

# Time
problem-not-sorted = at { $at } vient après { $previous }
problem-not-sorted-why = La frise s’écrit dans l’ordre où les choses arrivent.
problem-not-sorted-mend = Remontez cet événement, ou corrigez son heure.
problem-not-in-timeline = Rewind et Branch sont pour les solutions, pas pour la frise
problem-not-in-timeline-mend = Retirez-le de la frise.
problem-ends-too-soon = la partie s’arrête avant le dernier événement, à { $last }
problem-ends-too-soon-mend = Écrivez un until plus tardif, ou retirez-le.
problem-too-long = la frise dépasse 400 jours
problem-too-long-mend = Écrivez des temps plus courts.
problem-after-the-run = { $at } est après la fin de la partie, à { $end }
problem-after-the-run-why = Sans until, une partie s’arrête dix secondes après le dernier événement.
problem-after-the-run-mend = Ajoutez until: "…" en tête, ou attendez-le plus tôt.
problem-long-caption = une légende de { $words } mots
problem-long-caption-why = La salle la lit pendant que tout bouge : { $limit } mots au plus.
problem-long-caption-mend = Raccourcissez-la ; notes peut recevoir le reste.

# Expectations and exercises
problem-expect-shape = cette ligne de expect n’a pas l’une des trois formes
problem-expect-shape-mend = Écrivez (at: …, is: …), (within: …, after: "repère", is: …) ou (always: …).
problem-between-order = Between({ $low }, { $high }) : le plus petit vient d’abord
problem-between-order-mend = Échangez-les.
problem-empty-check = une vérification vide
problem-empty-check-mend = Mettez au moins une vérification dans la liste.
problem-list-reading = { $reading } n’est pas une liste
problem-list-reading-mend = Contains interroge des listes : Isr, Replicas, Assignment.
problem-number-reading = { $reading } n’est pas un nombre
problem-number-reading-mend = Utilisez Is, IsNot ou In.
problem-value-sort = { $reading } ne vaut jamais { $value }
problem-value-sort-mend = Comparez-le avec { $wanted }.
sort-number = un nombre entier
sort-text = un texte entre guillemets
sort-flag = true ou false
sort-list = une liste entre [ ]
problem-bad-id = « { $id } » ne peut pas être un identifiant
problem-bad-id-mend = Utilisez des minuscules, des chiffres et -, comme dans "07-retention".
problem-bad-level = il n’y a pas de niveau { $level }
problem-bad-level-mend = Les niveaux vont de 1 (premiers pas) à 5.
problem-needs-itself = « { $id } » a besoin de lui-même
problem-needs-itself-mend = Retirez-le de needs.
problem-empty-text = le texte « { $lang } » est vide
problem-empty-text-mend = Écrivez-le dans les deux langues.
problem-long-card = une carte de { $words } mots
problem-long-card-why = Un étudiant lit au plus { $limit } mots avant d’agir.
problem-long-card-mend = Raccourcissez-la ; hints et debrief peuvent recevoir le reste.
problem-step-count = { $count ->
    [one] une étape
   *[other] { $count } étapes
 } ; un bon exercice en a de 3 à 8
problem-step-count-mend = Regroupez-en, ou faites deux scénarios.
problem-act-before-predicting = la première action, « { $name } », précède toute prédiction
problem-act-before-predicting-why = On retient ce qu’on a d’abord prédit.
problem-act-before-predicting-mend = Mettez un Predict avant.
problem-no-hint = l’étape « { $name } » n’a pas d’indice
problem-no-hint-mend = Donnez-en trois, du plus vague au plus clair.
problem-few-hints = { $count ->
    [one] un indice
   *[other] { $count } indices
 } ; trois mènent tout le monde au bout
problem-few-hints-mend = Ajoutez-en entre le vague et le clair.
problem-no-solution = il n’y a pas de solution
problem-no-solution-mend = Écrivez les actions qui valident cette étape.
problem-tool-not-allowed = la solution utilise { $tool }, que allow ne contient pas
problem-tool-not-allowed-why = L’étudiant ne pourrait pas la faire.
problem-tool-not-allowed-mend = Ajoutez { $tool } à allow.
problem-no-time = within vaut zéro
problem-no-time-mend = Laissez du temps au cluster : "20s".
problem-no-answer = une question sans choices ni answer
problem-no-answer-mend = Donnez choices, ou answer : un relevé.
problem-choices-and-answer = une question a choices ou answer, pas les deux
problem-choices-and-answer-mend = Gardez l’un des deux.
problem-choice-count = { $count ->
    [one] un choix
   *[other] { $count } choix
 } ; une question en a de 2 à 5
problem-choice-count-mend = Ajoutez-en ou retirez-en.
problem-one-correct = { $count ->
    [0] aucun choix n’est juste
   *[other] { $count } choix sont justes
 } ; il en faut exactement un
problem-one-correct-mend = Écrivez correct: true dans un seul d’entre eux.
problem-choice-without-belief = ce choix faux ne nomme aucune idée fausse
problem-choice-without-belief-why = Le bilan dit à l’enseignant ce que la classe croyait.
problem-choice-without-belief-mend = Ajoutez belief: "M16" ou semblable.
problem-negative-tolerance = une tolérance ne peut pas être négative
problem-negative-tolerance-mend = Écrivez 0 ou plus.

# Readings
reading-topic-exists = l’existence du topic { $topic }
reading-partitions = le nombre de partitions de { $topic }
reading-config = { $key } du topic { $topic }
reading-leader = le leader de { $topic }-{ $partition }
reading-preferred-leader = le leader préféré de { $topic }-{ $partition }
reading-leader-epoch = la leader epoch de { $topic }-{ $partition }
reading-replicas = les réplicas de { $topic }-{ $partition }
reading-isr = l’ISR de { $topic }-{ $partition }
reading-isr-size = la taille de l’ISR de { $topic }-{ $partition }
reading-log-start = le début du journal de { $topic }-{ $partition }
reading-high-watermark = le high watermark de { $topic }-{ $partition }
reading-last-stable = le last stable offset de { $topic }-{ $partition }
reading-log-end = la fin du journal de { $topic }-{ $partition }
reading-replica-log-end = la fin du journal de { $topic }-{ $partition } sur le broker { $broker }
reading-flushed-end = la fin écrite sur disque de { $topic }-{ $partition } sur le broker { $broker }
reading-segment-start = le premier offset du segment { $segment } de { $topic }-{ $partition }
reading-read = les messages de { $topic } qui ont été lus
reading-segments = le nombre de segments de { $topic }-{ $partition }
reading-records = les messages lisibles de { $topic }-{ $partition }
reading-keys-below-active = les clés sous le segment actif de { $topic }-{ $partition }
reading-copies = les exemplaires de « { $value } » dans { $topic }
reading-broker-state = l’état du broker { $broker }
reading-controller = le contrôleur actif
reading-quorum-leader = le leader du quorum
reading-metadata-end = la fin du journal de métadonnées
reading-under-replicated = les partitions sous-répliquées
reading-offline = les partitions sans leader
reading-not-preferred = les partitions que leur leader préféré ne dirige pas
reading-write-calls = les appels d’écriture du broker { $broker }
reading-bytes-in = les octets reçus des producteurs par le broker { $broker }
reading-bytes-out = les octets envoyés aux consommateurs par le broker { $broker }
reading-links = le nombre de liaisons
reading-dropped = les messages abandonnés par { $actor }
reading-group-state = l’état du groupe { $group }
reading-generation = la génération du groupe { $group }
reading-members = les membres du groupe { $group }
reading-assignment = l’affectation de { $actor }
reading-assignment-sizes = les partitions de chaque membre de { $group }
reading-committed = l’offset validé par { $group } pour { $topic }-{ $partition }
reading-lag = le lag du groupe { $group }
reading-lag-time = le lag du groupe { $group } en millisecondes
reading-rebalances = les rééquilibrages du groupe { $group }
reading-revoked = les partitions révoquées dans le groupe { $group }
reading-silence = la plus longue pause de livraison de { $topic }-{ $partition } à { $group }, en millisecondes
reading-rejected-commits = les commits refusés au groupe { $group }
reading-sent = les messages envoyés par { $actor }
reading-acked = les messages acquittés à { $actor }
reading-failed = les messages abandonnés par { $actor }
reading-lost = les messages acquittés de { $actor } qui ont été perdus
reading-delivered = les messages livrés à { $actor }
reading-duplicates = les messages livrés deux fois au groupe { $group }
reading-missed = les messages validés sans avoir été traités par le groupe { $group }
reading-skipped = les messages sautés par le groupe { $group }
reading-out-of-order = les messages d’une même clé en désordre pour { $group }
reading-effects = les effets de bord de { $actor }
reading-position = la position de { $actor } dans { $topic }-{ $partition }
reading-client-config = { $key } de { $actor }
reading-errors = les erreurs { $error } reçues par { $actor }
reading-requests = les requêtes de { $actor }
reading-starts = les démarrages de { $actor }

# Events
event-leader-changed = le leader de { $topic }-{ $partition } a changé
event-unclean-election = une élection « unclean » pour { $topic }-{ $partition }
event-isr-shrank = l’ISR de { $topic }-{ $partition } s’est réduit
event-isr-grew = l’ISR de { $topic }-{ $partition } s’est agrandi
event-truncated = un réplica de { $topic }-{ $partition } a été tronqué
event-broker-fenced = le broker { $broker } a été mis à l’écart (fenced)
event-broker-unfenced = le broker { $broker } a été réadmis
event-controller-changed = un autre contrôleur a pris la relève
event-quorum-lost = le quorum a été perdu
event-topic-created = le topic { $topic } a été créé
event-segment-rolled = { $topic }-{ $partition } a ouvert un nouveau segment
event-segment-deleted = un segment de { $topic }-{ $partition } a été supprimé
event-compacted = { $topic }-{ $partition } a été compacté
event-rebalanced = le groupe { $group } s’est rééquilibré
event-member-joined = un membre est entré dans le groupe { $group }
event-member-left = un membre a quitté le groupe { $group }
event-member-expired = un membre du groupe { $group } a été tenu pour mort
event-partition-revoked = { $actor } a rendu des partitions
event-offset-committed = le groupe { $group } a validé des offsets
event-commit-rejected = un commit du groupe { $group } a été refusé
event-record-lost = un message acquitté de { $actor } a été perdu
event-record-duplicated = le groupe { $group } a reçu un message deux fois
event-record-skipped = le groupe { $group } a sauté un message
event-error-returned = { $actor } a reçu { $error }
event-producer-fenced = { $actor } a été écarté (fenced)
event-transaction-committed = { $actor } a validé une transaction
event-transaction-aborted = { $actor } a annulé une transaction

# Checks
check-is = { $reading } : { $value }
check-is-not = { $reading } : autre que { $value }
check-at-least = { $reading } : au moins { $value }
check-at-most = { $reading } : au plus { $value }
check-between = { $reading } : entre { $low } et { $high }
check-in = { $reading } : parmi { $value }
check-contains = { $reading } : contient { $value }
check-same = { $reading } : autant que { $other }
check-less = { $reading } : moins que { $other }
check-and = et
check-or = ou
check-not = non : { $check }
check-never = jamais : { $check }
check-holds = pendant { $length } sans interruption : { $check }
check-after-mark = après « { $mark } » : { $check }
check-happened = { $event }
check-before = { $event }, puis { $other }
check-now = actuellement : { $value }
check-happened-yes = c’est arrivé
check-happened-no = ce n’est pas arrivé
