-- The component analysis and its public counterpart, and how far the first lies from the second, in percent of the second.
SELECT
    c.municipality,
    c.persons,
    c.public_persons,
    mul_div(c.persons - c.public_persons, 10000, nullif(c.public_persons, 0)) AS persons_difference,
    mul_div(c.expenditure, 1, 100) AS expenditure,
    mul_div(c.accounts, 1, 100) AS accounts,
    mul_div(c.expenditure - c.accounts, 10000, nullif(c.accounts, 0)) AS expenditure_difference,
    mul_div(c.private_accounts, 10000, nullif(c.accounts, 0)) AS private_share,
    mul_div(c.accounts, 1, c.inhabitants * 100) AS per_inhabitant
FROM public_comparison c
JOIN areas a ON a.code = c.municipality
WHERE c.paragraph = :paragraph AND c.year = :year
ORDER BY a.position
