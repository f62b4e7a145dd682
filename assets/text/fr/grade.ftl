# grade : ce qu’on dit des fichiers d’une classe, sur la feuille et dans les comptes rendus.
verdict-complete = complet
verdict-incomplete = { $count ->
    [one] 1 étape non faite
   *[other] { $count } étapes non faites
}
verdict-steps-skipped = { $count ->
    [one] 1 étape passée avec un code ou par l’enseignant
   *[other] { $count } étapes passées avec un code ou par l’enseignant
}
verdict-damaged = ENDOMMAGÉ : le fichier est illisible
verdict-newer = écrit par une version plus récente du labo : à noter avec celle-là
verdict-edited = MODIFIÉ : l’entrée { $entry } ne découle pas de ce qui précède
verdict-not-in-key = le corrigé ne contient pas de scénario { $id }
verdict-other-scenario = AUTRE SCÉNARIO : le fichier joué n’est pas celui du corrigé
verdict-same-journal = MÊME JOURNAL que { $file }
verdict-double = même étudiant et même scénario que { $file }
verdict-not-on-roster = absent de la liste de la classe
verdict-too-long = REFUSÉ : plus d’événements qu’aucune séance n’en compte
verdict-missing = aucun fichier
column-number = numéro
column-name = nom
column-partner = binôme
column-file = fichier
column-scenario = scénario
column-verdict = verdict
column-total = total
column-most = sur
column-to-mark = reste à noter
column-hints = indices
column-beliefs = idées fausses
column-receipt = reçu
total-of = { $total } sur { $most } ({ $open } à noter par l’enseignant)
report-moment = L’instant décisif, { $at }
report-history = Ce que montre l’historique à la fin
report-answer = Réponse
report-model = Réponse attendue
report-predicted = Prédiction
report-answered = Réponse
report-happened = Ce qui s’est passé
report-belief = L’idée derrière
report-rating = Auto-évaluation
report-points = Points
report-tries = Essais
report-reflection = Ce que je croyais, ce que j’ai vu, ce que je retiens
report-believed = Je croyais
report-saw = J’ai vu
report-keep = Je retiens
step-was-skipped = Étape passée.
step-not-done = Étape non faite.
class-title = La classe
class-files = Fichiers
class-missing = Aucun fichier de
class-beliefs = Idées fausses à la première réponse, les plus fréquentes d’abord
class-belief = Idée
class-held-by = Étudiants
class-marks = Notes
grade-summary = { $files } fichiers, { $missing } étudiants sans fichier, { $suspicious } à regarder. Écrit : { $path }
grade-roster-unreadable = { $path } : { $reason }. Une liste de classe est un fichier CSV avec une colonne « numéro » et une colonne « nom ».
grade-no-key = { $path } ne contient aucun scénario lisible (*.ron)
grade-key-file-bad = { $path } est laissé hors du corrigé : il contient des erreurs. Essayez : brokerscope check { $path }
grade-no-sessions = { $path } ne contient aucune séance (*.session)
grade-directory-unreadable = { $path } est illisible : { $reason }
grade-too-many = { $path } contient plus de { $most } fichiers
grade-no-question = Aucune question ne s’appelle { $step }. Il y a : { $known }
pack-written = { $path } : l’exemplaire de l’étudiant
pack-codes = Codes qui amènent un étudiant au début d’une étape de { $id } :
new-written = { $path } est écrit. Essayez : brokerscope check { $path }
new-exists = { $path } existe déjà ; rien n’a été écrit
new-bad-name = Le nom d’un scénario n’a que des minuscules, des chiffres et des tirets, comme 42-ma-lecon
pack-over-itself = { $path } est l’original : choisissez un autre dossier
roster-empty = la liste est vide
roster-no-number = aucune colonne ne s’appelle « numéro »
roster-no-name = aucune colonne ne s’appelle « nom »
roster-too-many = plus de { $most } étudiants
roster-bad-line = la ligne { $line } ne se découpe pas en colonnes
