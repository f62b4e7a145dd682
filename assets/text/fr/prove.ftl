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
