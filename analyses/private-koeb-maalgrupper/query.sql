-- The private part of what the municipalities spend together for each target group, and what a full-year
-- person costs at private and at public suppliers. Groups of a few persons are empty in the view.
SELECT
    p.target_group,
    p.masked,
    mul_div(p.private_cost + p.public_cost, 1, 100) AS expenditure,
    mul_div(p.private_cost, 1, 100) AS private,
    mul_div(p.private_cost, 10000, p.private_cost + p.public_cost) AS private_pct,
    mul_div(p.private_cost, 100, p.private_persons) AS private_unit_cost,
    mul_div(p.public_cost, 100, p.public_persons) AS public_unit_cost,
    CASE
        WHEN p.public_persons > 0 THEN mul_div(
            p.private_cost * p.public_persons - p.public_cost * p.private_persons,
            10000,
            p.public_cost * p.private_persons
        )
    END AS difference_pct,
    p.municipalities
FROM purchases_by_target_group p
LEFT JOIN target_groups g ON g.code = p.target_group
WHERE p.paragraph = :paragraph AND p.year = :year
ORDER BY g.name, p.target_group
