-- Names in both languages and ingredients of the present version after fold(): "piña" is found by "PINA". Written with each version; SQL cannot fold,
-- so recipes from before are found by their lowered words until they are changed or confirmed.
ALTER TABLE menu_recipe ADD COLUMN words_folded TEXT NOT NULL DEFAULT '';
UPDATE menu_recipe SET words_folded = COALESCE((
    SELECT name_folded || ' ' || lower(v.name_es) || ' ' || lower(v.ingredients) FROM menu_recipe_version v
     WHERE v.recipe_id = menu_recipe.id AND v.number = menu_recipe.version), name_folded);
