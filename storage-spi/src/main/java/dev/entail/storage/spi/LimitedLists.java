package dev.entail.storage.spi;

/** How a database best takes a few rows of each of many parents. The rows are the same with all of them. */
public enum LimitedLists {
    /** A window function numbers the rows of each parent. Looks at all of them, but works everywhere. */
    RANKED,

    /** LATERAL: a query with a limit in FROM, which is run for each parent. */
    LATERAL,

    /** A query with a limit as the operand of IN, which tells the keys of the rows of a parent. */
    KEYS,

    /** The same query as an array of keys, which is made once for each parent: {@code ARRAY(SELECT ...)}. */
    ARRAYS,

    /** A query with a limit for each parent, all of them put together with UNION ALL. */
    QUERIES
}
