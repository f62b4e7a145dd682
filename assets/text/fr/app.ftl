# La fenêtre.

product = Brokerscope
subject-cluster = Cluster
subject-controller = Contrôleur { $id }
subject-broker = Broker { $id }
subject-message = Message réseau
subject-event = Évènement

# Première page
home-title = Que voulez-vous faire ?
door-show = Montrer
door-show-text = Une démonstration au projecteur : lire, arrêter, revenir en arrière
door-show-note = { $count ->
    [one] { $count } démonstration prête
   *[other] { $count } démonstrations prêtes
}
door-tp = Faire un TP
door-tp-text = Les exercices pas à pas, dans l’ordre du cours
door-tp-note = { $count ->
    [one] { $count } exercice, TP par TP, avec sa durée
   *[other] { $count } exercices, TP par TP, avec leur durée
}
door-explore = Explorer
door-explore-text = Bac à sable : construire, casser, rembobiner, comparer
door-explore-note = Conservé d’une séance à l’autre
library = Bibliothèque
library-show = Démonstrations
library-other = Autres scénarios
library-empty = Aucun scénario dans la bibliothèque. Déposez un fichier de scénario ci-dessous, ou explorez.
part-tp1 = TP1 · Topics, partitions, clés
part-tp2 = TP2 · Consommer, retenir, rééquilibrer
part-tp3 = TP3 · Répliquer, tomber en panne, acquitter
part-tp4 = TP4 · Kafka au travail
minutes = { $count } min
recent = Fichiers récents
recent-none = Les fichiers que vous ouvrez apparaissent ici.
recent-gone = introuvable
drop-here = Déposez ici un fichier de scénario
drop-or-open = ou cliquez pour en choisir un
open-file = Ouvrir un fichier…
save-session = Enregistrer la séance…
reload = Relire le fichier
file = Fichier
go-home = Première page

# Barre du haut
mode-demo = Démo
mode-sandbox = Bac à sable
lang-en = English
lang-fr = Français
theme = Sombre ou clair
help = Raccourcis et légende
undo = Annuler
redo = Rétablir
panel-open = Ouvrir le panneau
panel-close = Fermer le panneau
digest-hover = Empreinte de la trace : { $digest }. Deux exécutions de même empreinte ont produit les mêmes évènements dans le même ordre.

# Problèmes
problems-errors = { $count ->
    [one] { $count } problème dans le fichier
   *[other] { $count } problèmes dans le fichier
}
problems-warnings = { $count ->
    [one] { $count } remarque
   *[other] { $count } remarques
}
problem-place = ligne { $line }, colonne { $column }
dismiss = Masquer
close = Fermer

# Lecture
to-start = Début
step-back = Pas en arrière
play = Lire
pause = Pause
step = Pas en avant
to-head = Fin
jump-next = Au prochain évènement intéressant
slower = Plus lent
faster = Plus vite
speed-name = Vitesse { $speed } (× 1 : temps réel)
lagging = tourne à { $speed }
steps-hover = { $count ->
    [one] { $count } évènement depuis le début
   *[other] { $count } évènements depuis le début
}
next-event = ensuite : { $label } · dans { $wait }
fork = Et si… créer une branche
fork-hover = Commencer une branche à cet instant ; cette exécution reste telle quelle
branch-menu = branche : { $name }
timeline-name = Frise
lane-faults = pannes
lane-leaders = leaders
lane-in-sync = ISR
lane-groups = groupes
lane-retention = rétention

# Évènements
events = Évènements
events-open = Ouvrir la liste des évènements
events-close = Fermer la liste des évènements
events-none = Rien ne s’est encore passé.
events-none-pass = Aucun évènement ne passe le filtre.
filter = Filtrer
only-selected = seulement la sélection
why = Pourquoi ?
about = Concerne

# Carte
map-name = Carte du cluster
map-nearer = Plus près
map-farther = Plus loin
map-fit = Tout voir
disk-line = disque { $size } · { $segments ->
    [one] { $segments } segment
   *[other] { $segments } segments
}
disk-full = disque plein
disk-slow = disque lent : +{ $by }
fetch-slow = copies lentes : +{ $by }
since = depuis { $at }
node-isolated = isolé du réseau
idempotent = idempotent
rate = { $count } msg/s
acked-count = { $count ->
    [one] { $count } acquitté
   *[other] { $count } acquittés
}
failed-count = { $count ->
    [one] { $count } échec
   *[other] { $count } échecs
}
wires-count = { $count ->
    [one] { $count } liaison directe
   *[other] { $count } liaisons directes
}
delivered-count = { $count ->
    [one] { $count } livré
   *[other] { $count } livrés
}
member-idle = aucune partition
member-joining = arrive
generation = génération { $n }
replica-name = { $partition } sur le broker { $broker } : { $role }, high watermark { $committed }, fin du journal { $end }
broker-name = Broker { $id } : { $state }, { $replicas ->
    [one] { $replicas } réplica
   *[other] { $replicas } réplicas
} dont { $leads } leader
producer-name = Producteur { $name } : { $state }
consumer-name = Consommateur { $name }, groupe { $group } : { $state }
group-name = Groupe { $name } : { $state }, { $members ->
    [one] { $members } membre
   *[other] { $members } membres
}, lag { $lag }
role-leader = leader
role-follower = follower
role-lagging = follower non synchronisé
role-offline = hors ligne
state-not-started = non démarré
state-starting = démarre
state-fenced = mis à l’écart
state-running = en marche
state-frozen = figé
state-stopping = s’arrête
state-stopped = arrêté
state-crashed = planté
state-power-cut = sans courant
state-failed = en échec
message-request = requête
message-response = réponse

# Menus
actions = Actions
menu-heal = Réparer réseau et disques
menu-add-broker = Ajouter un broker
menu-create-topic = Créer un topic
menu-topic-name = Nom du topic
menu-reset-place = Remettre à sa place
menu-reset-places = Tout remettre en place
menu-restart = Redémarrer
menu-clean-stop = Arrêter proprement
menu-crash = Planter le processus
menu-power-cut = Couper le courant
menu-isolate = Isoler du réseau
menu-cut-link = Couper le lien vers
menu-slow-link = Ralentir le lien vers
menu-slow-fetch = Ralentir ses copies de
menu-slow-disk = Ralentir son disque de
menu-full-disk = Remplir son disque
menu-wipe-disk = Effacer son disque
menu-elect-preferred = Élire le leader préféré
menu-elect-unclean = Élire n’importe quel réplica vivant (unclean)
menu-corrupt = Inverser un bit du dernier message sur
menu-delete-records = Supprimer tous les messages validés
menu-add-partition = Ajouter une partition au topic
menu-delete-topic = Supprimer le topic
menu-start = Démarrer
menu-stop = Arrêter
menu-kill = Tuer le processus
menu-freeze = Figer le processus
menu-thaw = Relancer le processus figé
menu-rate = Changer le débit
menu-acks = Changer acks
menu-drop-ack = Perdre le prochain acquittement
menu-commit = Commiter maintenant
menu-group-active = On ne peut déplacer les offsets que d’un groupe vide.
menu-reset-earliest = Ramener { $topic } au premier offset
menu-reset-latest = Amener { $topic } au dernier offset
menu-start-named = Démarrer { $name }
menu-stop-named = Arrêter { $name }

# Inspecteur
tab-main = État
tab-settings = Réglages
settings-default = Tous les réglages ont la valeur par défaut de Kafka.
setting-here = ici
setting-default = défaut de Kafka
state = État
state-since = Depuis
health = Santé
brokers-up = Brokers en marche
partitions = Partitions
under-replicated = Sous-répliquées
under-min-isr = Sous min.insync.replicas
offline = Sans leader
notes = Notes
legend = Légende
cluster-hint = Cliquez sur un élément pour l’examiner ; clic droit pour agir.
controller-hint = Le contrôleur enregistre les brokers, élit les leaders et tient les ISR. Les messages ne passent pas par lui.
active = Actif
yes = oui
no = non
none = aucune
controller-epoch = Époque du contrôleur
metadata-end = Fin du journal des métadonnées
metadata-read = Métadonnées lues jusqu’à
rack = Baie (rack)
disk = Disque
segments = Segments
leads = Partitions dirigées
coordinates = Coordonne les groupes
replicas = Réplicas
message-gone = Ce message est arrivé.
message-from = de
message-to = vers
message-about = à propos de
sent-at = Parti à
arrives-at = Arrive à
sends-to = Envoie vers
wished-rate = Débit voulu
records = Messages
sent = Envoyés
acknowledged = Acquittés
in-flight = En attente ou en route
failed = Abandonnés
retries = Batchs renvoyés
last-error = Dernière erreur
its-group = son groupe
reads-from = Lit
member-id = Identifiant de membre
per-record = Traitement d’un message
delivered = Livrés
redelivered = Livrés à nouveau
owns = Possède
owns-nothing = aucune partition
progress = à { $position } · validé { $committed } · lag { $lag }
group-unknown = Aucun coordinateur ne connaît encore ce groupe.
generation-name = Génération
assignor = Assignor
lag = Lag
coordinator = coordinateur
members = Membres
members-none = Aucun membre.
member-leader = leader du groupe
member-awaited = attendu
offsets = Offsets validés
epoch = Époque du leader
log-loading = Lecture du journal…
log-hint = Cliquez sur une case pour décoder son message.
groups-here = Groupes de consommateurs ici
group-here = validé { $offset } · lag { $lag }
diverges = diverge du leader à partir de { $offset } : il tronquera
unflushed = pas encore écrit sur le disque à partir de { $offset }
epochs = époques : { $list }
record-title = Message { $offset }
record-batch = batch { $first }–{ $last } · { $size } · { $crc }
crc-valid = somme de contrôle juste
crc-wrong = somme de contrôle fausse
key = clé
value = valeur
tombstone = marqueur de suppression (sans valeur)
timestamp = horodatage
producer-ids = producteur · époque · séquence
tape-name = Journal sur le broker { $broker } : commence à { $start }, high watermark { $committed }, finit à { $end }

# Aide
legend-leader = leader
legend-in-sync = follower synchronisé ; tout va bien
legend-waiting = attente, retard, rééquilibrage
legend-fault = panne
legend-group = groupe de consommateurs
legend-flight = requête, réponse
reduced-motion = Animations réduites
zoom = Zoom
key-space = Espace
key-home = Origine
key-end = Fin
key-escape = Échap
key-help = Cette page
key-palette = Palette de commandes
key-play = Lire ou mettre en pause
key-step = Un évènement en avant
key-step-back = Un évènement en arrière
key-story = À la phrase suivante du récit
key-story-back = À la phrase précédente
key-start = Au début
key-head = À la fin de ce qui a été exécuté
key-next = Au prochain évènement intéressant
key-fork = Créer une branche ici
key-filter = Filtrer les évènements
key-undo = Annuler, rétablir
key-leave = Fermer, ou ne rien sélectionner

# Palette
palette-hint = Tapez quelques lettres de ce qu’il faut faire ou montrer
palette-open = Ouvrir : { $title }
palette-show = Montrer : { $name }
palette-mark = Aller au repère : { $name }

# Unités
unit-bytes = { $n } o
unit-kib = { $n } Kio
unit-mib = { $n } Mio
unit-gib = { $n } Gio
