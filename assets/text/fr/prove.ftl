# prove

# Variantes, consoles, fichiers préparés
problem-bad-console = les consoles vont de 1 à { $limit } et reçoivent une ligne à la fois
problem-bad-console-mend = Écrivez Console("kafka-topics …") pour la première, Console("2> …") pour la deuxième. ^C et ^D sont des lignes à elles seules.
problem-variant-name = la variante « { $name } » a un nom qui ne peut suivre un $
problem-variant-name-mend = Prenez des lettres sans accent, des chiffres et _.
problem-variant-count = la variante « { $name } » a trop peu de choix, ou trop
problem-variant-count-mend = Donnez de 1 à 50 choix, et 50 variantes au plus.
problem-variant-text = un choix de la variante « { $name } » ne peut entrer dans le texte
problem-variant-text-mend = Un choix a 200 caractères au plus, sans guillemet, barre oblique inverse, fin de ligne ni $.
problem-unknown-variant-name = il n’y a pas de variante « { $name } »
problem-unknown-variant-name-mend = Le fichier contient : { $list }. Pour un simple dollar, mettez une espace derrière.
problem-bad-hash = packed ne contient pas de SHA-256
problem-bad-hash-mend = brokerscope pack écrit cette ligne ; ne la modifiez pas.
problem-unknown-step = il n’y a pas d’étape « { $name } »
problem-unknown-step-mend = Écrivez l’id d’une étape de ce fichier.
problem-unknown-start = il n’y a pas de repère « { $name } » dans la frise où commencer
problem-unknown-start-mend = { $hint ->
    [near] Vouliez-vous dire « { $nearest } » ?
    [list] Le fichier contient : { $list }.
   *[none] Nommez un instant de la frise avec mark: "…", ou écrivez une durée comme "12s".
 }
problem-not-in-then = { $tool } ne peut suivre une prédiction
problem-not-in-then-mend = N’écrivez que ce qui arrive au cluster et à ses clients, ou Mark.
problem-belief-without-answer = beliefs va avec une question à answer
problem-belief-without-answer-mend = Avec des choices, écrivez belief: "…" dans le choix lui-même.
problem-within-below-timeout = le but a { $within }, mais ce qu’il attend n’est remarqué qu’après { $key } = { $timeout }
problem-within-below-timeout-mend = Donnez plus de temps avec within, ou raccourcissez { $key }.

# Ce qu’un exercice ne permet pas pour le moment
not-allowed-tool = Cette étape ne vous donne pas { $tool }.
not-allowed-no-action = Cette étape ne demande aucune action.
not-allowed-question-open = Répondez d’abord à la question.
not-allowed-time-runs = Le temps avance tout seul en ce moment : attendez qu’il s’arrête.
not-allowed-other-step = Ce n’est pas le tour de cette étape.
not-allowed-answered = Vous avez déjà répondu ; la première réponse compte.
not-allowed-wrong-form = On ne répond pas ainsi à cette étape.
not-allowed-not-done = Cette étape n’est pas encore faite.
not-allowed-no-hint = Il n’y a pas d’autre indice.
not-allowed-no-mark = Vous n’êtes pas encore passé par ce repère.
not-allowed-no-branch = Cette branche n’existe pas.
not-allowed-unknown-code = Aucune étape de cet exercice n’a ce code.
not-allowed-behind = Vous avez déjà dépassé cette étape.
not-allowed-long-text = Ce texte est trop long.
not-allowed-full = Cette séance est pleine : rendez votre travail et recommencez.

# Ce qu’écrit check --prove
prove-step = étape { $step } ({ $kind }) : { $verdict }
prove-step-fine = bon
prove-step-after = bon (vrai après { $after })
prove-step-reads = bon (lit { $value })
prove-step-wrong = ÉCHOUE
prove-holds = { $path } : éprouvé, avec { $seeds } autres graines
prove-fails = { $path } : non éprouvé (constats : { $count })
prove-timeline-more = …

# Ce qu’il trouve
problem-prove-never-begins = l’étape { $step } ne commence jamais
problem-prove-never-begins-why = Le temps n’arrive pas là où elle commence, ou il y faut plus d’événements que n’en a une leçon.
problem-prove-never-begins-mend = Faites-la commencer plus tôt, ou à un repère de la frise.
problem-prove-holds-at-start = le but de { $step } est atteint avant qu’on ait rien fait
problem-prove-holds-at-start-why = L’étudiant s’entendrait dire « fait » pour rien.
problem-prove-holds-at-start-mend = Demandez ce que seule l’action produit ; AfterMark("…", …) laisse de côté ce qui s’est passé avant.
problem-prove-passes-idle = le but de { $step } est atteint sans rien faire, après { $after }
problem-prove-passes-idle-why = Le temps seul y suffit.
problem-prove-passes-idle-mend = Demandez ce que seule l’action produit, ou faites commencer l’étape plus tôt.
problem-prove-not-reached = la solution de { $step } n’atteint pas le but à temps : { $now }
problem-prove-not-reached-why = Voilà ce qu’on lisait au bout du délai within.
problem-prove-not-reached-mend = Corrigez la solution ou le but, ou donnez plus de temps avec within.
problem-prove-not-allowed = la solution de { $step } ne peut être exécutée : { $why }
problem-prove-not-allowed-mend = Donnez l’outil dans allow ; un Rewind demande un repère par lequel on est passé.
problem-prove-refused = le cluster refuse cette action de { $step } ({ $why })
problem-prove-refused-mend = Regardez l’état à cet instant : jouez le fichier dans la fenêtre jusqu’ici.
problem-prove-nothing-to-read = il n’y a rien à lire pour { $step }
problem-prove-nothing-to-read-why = Le topic, le groupe ou le nœud n’existe pas à cet instant, ou il est arrêté.
problem-prove-nothing-to-read-mend = Demandez plus tard, ou autre chose.
problem-prove-zero-read = { $step } lit 0
problem-prove-zero-read-why = C’est peut-être voulu, ou un accident : une panne sans effet donne 0 aussi.
problem-prove-zero-read-mend = Si c’est voulu, n’y touchez pas.
problem-prove-right-belief = { $value } est la bonne réponse de { $step }, mais beliefs l’appelle une erreur
problem-prove-right-belief-mend = Retirez-la de beliefs, ou changez ce qui se passe.
problem-prove-never-decided = ce qui décide { $step } n’arrive pas pendant son déroulement
problem-prove-never-decided-mend = Prolongez-le avec run, ou nommez un autre événement.
problem-prove-no-effect = cette action n’a pas d’effet visible
problem-prove-no-effect-why = Sans elle, on voit la même chose.
problem-prove-no-effect-mend = Retirez-la, ou laissez le temps à l’effet de se montrer.
problem-prove-two-runs-differ = deux parties du même fichier diffèrent ici
problem-prove-two-runs-differ-why = Cela devrait être impossible ; c’est une faute de Brokerscope.
problem-prove-two-runs-differ-mend = Signalez-la, avec ce fichier.
problem-prove-unexpected = ceci n’est pas vrai quand la frise est jouée : { $now }
problem-prove-unexpected-mend = Corrigez la frise ou l’attente ; brokerscope run montre ce qui se passe.
problem-prove-racy = c’est vrai avec la graine du fichier, mais faux avec { $count } autres sur { $of } ({ $seeds }) : { $first }
problem-prove-racy-why = Cela tient au hasard du moment ; avec des variantes, les numéros sont ceux des étudiants.
problem-prove-racy-mend = Préférez des seuils à des égalités, et laissez plus de temps.
