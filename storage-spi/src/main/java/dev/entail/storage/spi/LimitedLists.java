package dev.entail.storage.spi;

import java.util.function.IntFunction;

/** How a database best takes a few rows of each of many parents. The rows are the same with all of them. */
public sealed interface LimitedLists {
    /** A window function numbers the rows of each parent. Looks at all of them, but works everywhere. */
    record Ranked() implements LimitedLists {}

    /** A query with a limit for each parent, all of them put together with UNION ALL. */
    record Queries() implements LimitedLists {}

    /** A way that begins with the parents as a table. */
    sealed interface OfParents extends LimitedLists {
        /**
         * Makes a table with many ids, to stand in FROM in front of an alias; its column is {@code id}. Given how many ids have a
         * placeholder each, some of them bound as null; 0 if they come as one parameter, which they do where {@link
         * Dialect#inList} takes ids.
         */
        IntFunction<String> parents();
    }

    /** LATERAL: a query with a limit in FROM, which is run for each parent. */
    record Lateral(IntFunction<String> parents) implements OfParents {}

    /** A query with a limit as the operand of IN, which tells the keys of the rows of a parent. */
    record Keys(IntFunction<String> parents) implements OfParents {}

    /** The same query as an array of keys, which is made once for each parent: {@code ARRAY(SELECT ...)}. */
    record Arrays(IntFunction<String> parents) implements OfParents {}
}
