### Antworten auf eine Einladung.

answer-question = Kommen Sie?
answer-accept = Ja
answer-tentative = Vielleicht
answer-decline = Nein
