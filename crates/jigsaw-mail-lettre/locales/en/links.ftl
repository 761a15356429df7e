### Answers to an invitation.

answer-question = Will you come?
answer-accept = Yes
answer-tentative = Maybe
answer-decline = No
