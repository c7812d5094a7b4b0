-- The private part of each municipality's expenditure, and what a full-year person costs at private
-- and at public suppliers (municipal and regional together).
WITH split AS (
    SELECT
        area,
        sum(expenditure) AS expenditure,
        sum(CASE WHEN supplier = 'private' THEN expenditure ELSE 0 END) AS private_cost,
        sum(CASE WHEN supplier = 'private' THEN persons ELSE 0 END) AS private_persons,
        sum(CASE WHEN supplier = 'private' THEN 0 ELSE expenditure END) AS public_cost,
        sum(CASE WHEN supplier = 'private' THEN 0 ELSE persons END) AS public_persons
    FROM components_by_supplier
    WHERE paragraph = :paragraph AND year = :year
    GROUP BY area
)
SELECT
    a.code AS municipality,
    mul_div(s.expenditure, 1, 100) AS expenditure,
    mul_div(s.private_cost, 1, 100) AS private,
    mul_div(s.private_cost, 10000, s.expenditure) AS private_pct,
    mul_div(s.private_cost, 100, s.private_persons) AS private_unit_cost,
    mul_div(s.public_cost, 100, s.public_persons) AS public_unit_cost,
    CASE
        WHEN s.public_persons > 0 THEN mul_div(
            s.private_cost * s.public_persons - s.public_cost * s.private_persons,
            10000,
            s.public_cost * s.private_persons
        )
    END AS difference_pct
FROM areas a
JOIN split s ON s.area = a.code
ORDER BY mul_div(s.private_cost, 1000000, s.expenditure) DESC, a.position
