# L’exercice, la console, la classe et la bibliothèque, tels que la fenêtre les montre.

# Carte
step-of = Étape { $number } sur { $count }
step-number = Étape { $number }
step-name = Étape { $number } : { $kind }, { $state }
step-ahead = pas encore atteinte
step-open = à faire
step-locked = réponse verrouillée
step-right = juste
step-wrong = autre que prévu
step-answered = répondue
step-skipped = passée
kind-predict = Prédire
kind-predict-words = Prédire : que va-t-il se passer ?
kind-do = Faire
kind-do-words = Faire : atteindre le but
kind-observe = Observer
kind-observe-words = Observer : relever à l’écran
kind-explain = Expliquer
kind-explain-words = Expliquer : avec vos mots
kind-quiz = Question
kind-quiz-words = Question : qu’avez-vous vu ?
points = { $count ->
    [one] { $count } point
   *[other] { $count } points
}
preparing = Le temps avance jusqu’au début de cette étape…
running = Réponse verrouillée. Le temps avance jusqu’à ce qu’elle soit tranchée.
lock-in = Verrouiller et lancer
answer = Répondre
check = Vérifier
send = Envoyer
next-step = Suivant
restart-step = Recommencer cette étape
skip-step = Passer cette étape
looking-back = Vous regardez une autre étape ; vos réponses sont gardées.
back-to-step = Retour à l’étape { $number }
exercise-progress = { $done } étapes faites sur { $count }
ready = Prêt
ready-hover = Dire à la salle que vous êtes prêt

# Réponses
answer-number = Votre réponse, un nombre entier
answer-numbers = Votre réponse, plusieurs nombres
answer-numbers-hint = par exemple 1, 1, 0
answer-offset = L’offset
answer-broker = Le numéro du broker, ou « personne »
answer-brokers = Les numéros des brokers, dans l’ordre
answer-text = Votre réponse
answer-not-read = Impossible d’y lire des nombres entiers.
answer-nobody = Personne
answer-none = Aucune de ces réponses
read-again = Ce n’est pas cela. Regardez encore, au même instant.
pick-broker = Cliquez sur un broker de la carte, ou choisissez ici.
pick-brokers = Cliquez sur les brokers de la carte dans l’ordre, ou choisissez ici.
pick-partitions = Cliquez sur les partitions de la carte, ou choisissez ici.
pick-offset = Cliquez sur une case du journal à droite, ou tapez.
map-pick-broker = Répondez sur la carte : cliquez sur un broker
map-pick-partition = Répondez sur la carte : cliquez sur les partitions
map-pick-offset = Répondez dans le journal à droite : cliquez sur un offset
show-log = Montrer le journal

# Indices
hint = Indice
hint-given = Un indice
hint-in = Indice ({ $seconds } s)
hint-wait = Réfléchissez encore un peu, ou essayez quelque chose : l’indice s’ouvrira.
reflection-question = Pourquoi cela a-t-il marché ?

# But
checks = But
goal-holds = atteint
goal-open = pas encore
goal-until = encore { $left } pour que ce soit vrai
attempts = { $count ->
    [one] { $count } essai
   *[other] { $count } essais
}
changed = Changé depuis : { $what }
overdue = Le temps prévu est passé
overdue-text = Rien n’est perdu. Essayez autre chose, ou recommencez l’étape.
tools = Vos outils
tools-none = Aucun : il suffit de regarder.
tools-where = Clic droit sur la carte, ou « Actions » dans le panneau.
rewinds = Revenir à
rewind-to = { $name } · { $at }
tool-start = Démarrer un client
tool-stop = Arrêter un client
tool-kill = Tuer le processus d’un client
tool-send = Envoyer des messages
tool-set-config = Changer un réglage d’un client
tool-seek = Déplacer la position d’un consommateur
tool-delete-local-state = Effacer l’état local
tool-reset-offsets = Déplacer les offsets d’un groupe
tool-set-broker-config = Changer un réglage d’un broker
tool-link = Ralentir un lien
tool-cut = Couper un lien
tool-cut-one-way = Couper un lien dans un sens
tool-slow-fetch = Ralentir les copies d’un broker
tool-slow-disk = Ralentir le disque d’un broker
tool-corrupt = Inverser un bit d’un message
tool-set-topic-config = Changer un réglage d’un topic
tool-elect-unclean = Élection « unclean »
tool-reassign = Réassigner les réplicas
tool-pause = Pause
tool-mark = Poser un repère
tool-rewind = Revenir dans le temps
tool-branch = Créer une branche
tool-console = Console
tool-sql = SQL

# Résultat
outcome-right = Vous aviez raison
outcome-wrong = Cela s’est passé autrement
outcome-kept = Votre réponse est gardée
you-said = Vous avez dit
it-happened = Ce qui s’est passé
belief = Une idée répandue derrière cette réponse
show-moment = Montrer l’instant ({ $at })
looking-at = Vous regardez { $at }.
back-from-moment = Revenir où j’étais
model-answer = Une réponse modèle
rate-yours = La vôtre, en comparaison ?
rate-same = Elle dit la même chose
rate-partly = Une partie
rate-different = Autre chose
finished = Toutes les étapes sont faites
finished-text = Dites pour chaque prédiction ce que vous en retenez, puis rendez votre travail.
i-believed = Je croyais
i-saw = J’ai vu
i-keep = Je retiens
i-keep-name = Je retiens de l’étape { $number }

# Verrous
lock-time = Répondez d’abord : le temps est arrêté jusque-là.
lock-deeds = Répondez d’abord : rien ne peut être changé jusque-là.
lock-console = Répondez d’abord : la console s’ouvrira ensuite.
lock-future = Répondez d’abord : ceci s’ouvrira ensuite.
lock-running = Le temps avance vers la réponse : un instant.
lock-deeds-step = Cette étape ne fait que regarder : rien ne peut y être changé.
lock-console-step = La console n’est pas un outil de cette étape.

# Verdicts
badge-lost = messages perdus
badge-duplicated = doublons
badge-skipped = jamais livrés
badge-out-of-order = dans le désordre
badge-commit-back = commit revenu en arrière
badge-more = et { $count } de plus
badge-licence = permis par : { $what }

# Console
console = Console
console-number = Console { $number }
console-new = Une autre console
console-close = Fermer cette console
console-copy = Copier toute cette console
console-interrupt = Interrompre la commande (Ctrl+C)
console-end = Fin de saisie (Ctrl+D)
console-prompt = Invite de la console { $number }
console-empty = Les commandes de Kafka marchent ici. Tab complète, la flèche vers le haut rappelle les lignes d’avant.
console-hint = kafka-topics.sh --bootstrap-server localhost:9092 --list
copy-command = Copier la commande : { $command }
same-by-command = La même chose en commande
lanes-open = Montrer les pistes
lanes-close = Cacher les pistes

# Menus et formulaires
menu-no-tool = Aucun outil de cette étape n’agit ici.
menu-config = Changer un réglage…
menu-topic-config = Changer un réglage du topic…
menu-reassign = Réassigner ses réplicas…
menu-send = Envoyer un message…
menu-seek = Déplacer sa position…
form-go = Faire
form-replication-factor = Facteur de réplication
form-partitions-now = Nombre de partitions désormais
form-add-partitions = Élargir le topic { $name }
form-config = Changer un réglage de { $name }
form-key = Réglage
form-send = Envoyer un message avec { $name }
form-record-key = Clé (vide : aucune)
form-reassign = Réplicas de { $name }
form-replicas = Brokers, le leader préféré en premier
form-seek = Déplacer la position de { $name }
form-partition = Partition
form-offset = Offset

# Classe
exercise-menu = Autres actions de l’exercice
begin-title = Qui travaille ici ?
begin-text = Votre travail est enregistré sous ce nom, et rendu avec lui.
student-name = Nom
student-number = Numéro d’étudiant
student-partner = Binôme (s’il y en a un)
student-tp = Code du TP (s’il y en a un)
work-folder = Dossier de votre travail (une clé USB, par exemple)
browse = Parcourir…
begin-go = Commencer
begin-nameless = Sans nom
begin-nameless-hover = Pour essayer : un travail sans nom ne peut pas être noté.
say-name = Dire qui travaille ici (recommence)…
nameless = Sans nom
catch-up = Code de rattrapage…
catch-up-title = Rattraper la classe
catch-up-text = Le code donné par l’enseignant mène à une étape ; celles d’avant sont passées.
catch-up-code = Code
catch-up-hint = loutre-cactus-42
catch-up-go = Y aller
cancel = Annuler
teacher-on = Un enseignant est ici
teacher-off = Un étudiant est de nouveau ici
codes = Codes à dicter
code-line = Étape { $number } : { $code }
hand-in = Rendre…
hand-in-title = Rendre votre travail
hand-in-nameless = Personne n’a dit qui travaille ici : ce travail ne pourra pas être noté.
hand-in-whole = Toutes les étapes sont faites.
hand-in-missing = { $count ->
    [one] Il manque { $count } chose. Un travail incomplet est accepté.
   *[other] Il manque { $count } choses. Un travail incomplet est accepté.
}
hand-in-line = Étape { $number } : { $what }
hand-in-go = Rendre
hand-in-anyway = Rendre quand même
go-on-working = Continuer à travailler
receipt-title = Travail rendu
receipt-text = Donnez ce code à l’enseignant, ou notez-le. Votre travail est dans ce fichier :
black-note = F9 : retour
# Bibliothèque
library-needs = après : { $titles }
library-steps = { $count ->
    [one] { $count } étape
   *[other] { $count } étapes
}
library-done = { $done } sur { $count } faits
library-do = Faire
library-go-on = Continuer
library-do-name = Faire : { $title }
library-show-one = Montrer
library-show-name = Montrer : { $title }
bonus = bonus
mode-exercise = Exercice
export = Exporter en fichier de scénario…

# Touches et palette
key-console = À la console
key-steps = À la carte d’une étape
key-steps-near = Carte précédente, carte suivante
key-enter = Entrée
key-advance = Verrouiller, vérifier, suivant
key-black = Écran noir
palette-do = Faire : { $title }
palette-step = Étape { $number } : { $kind }
hidden-deed = Il s’est passé quelque chose ici ; quoi, cela reste caché jusqu’à votre diagnostic.
