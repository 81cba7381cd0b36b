-- Food Allergen Labeling and Consumer Protection Act of 2004 and FASTER Act of 2021: the nine whose names a label must tell.
INSERT INTO menu_allergen (code, name_en, name_es, position) VALUES
    ('milk', 'milk', 'leche', 1),
    ('egg', 'egg', 'huevo', 2),
    ('fish', 'fish', 'pescado', 3),
    ('shellfish', 'crustacean shellfish', 'crustáceos', 4),
    ('tree_nuts', 'tree nuts', 'frutos secos de árbol', 5),
    ('peanut', 'peanut', 'cacahuate', 6),
    ('wheat', 'wheat', 'trigo', 7),
    ('soy', 'soy', 'soya', 8),
    ('sesame', 'sesame', 'ajonjolí', 9);
