-- Whether one person has a word that begins so: asked for each person on the way when a search is for a common name.
CREATE INDEX roster_person_word_by_person ON roster_person_word (person_id, word);
