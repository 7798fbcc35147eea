package dev.entail.storage.spi;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How SQL is written for one database. Everything here is pure text or JDBC binding; the storage layer builds whole
 * statements from it once, when a model is opened. Start from {@link StandardDialect} and override what differs.
 */
public interface Dialect {
    /** The identifier in quotes, with quotes inside it escaped. */
    String quote(String identifier);

    /** Greatest length of a table, column or index name, in characters. */
    int maxIdentifierLength();

    /** Greatest number of parameters of one statement. */
    int maxParameters();

    /**
     * Greatest number of tables of one FROM clause, the joined ones included; {@link Integer#MAX_VALUE} if the database has no
     * such limit.
     */
    int maxTables();

    /** The type of a column in DDL, without nullability. */
    String columnType(ColumnType type);

    /** The definition of the id column that is the primary key, for example {@code BIGINT NOT NULL PRIMARY KEY}. */
    String primaryKey();

    /**
     * The definition of a primary key that the database gives to new rows: greater for a row that is inserted later, and never
     * given twice, also if the row is gone.
     */
    String numberedKey();

    /** What follows the closing bracket of CREATE TABLE, or an empty text. */
    String tableOptions();

    /**
     * Whether foreign keys must stand in the column definition, because the database cannot add them to a table later.
     */
    boolean foreignKeysInline();

    /**
     * Whether inserting a row share-locks the rows it refers to in a way that blocks later updates of them. If so the
     * storage layer updates those rows before it inserts, so that two transactions cannot wait for each other.
     */
    boolean foreignKeyChecksBlockUpdates();

    /**
     * Whether a transaction at SERIALIZABLE may change a row that others have locked and let go of since it began, and goes on
     * without what they have written beside it. If so the storage layer sets a row that something is going to follow from
     * to what it is, instead of merely locking it, so that such a transaction fails and can be tried again.
     */
    boolean locksEscapeSnapshots();

    /** The placeholder for a value of this type: {@code ?}, or a cast around it. */
    String placeholder(ColumnType type);

    /** Binds a value of the Java type that {@link ColumnType} names, or null. */
    void bind(PreparedStatement statement, int index, ColumnType type, @Nullable Object value) throws SQLException;

    /** Reads a column as the Java type that {@link ColumnType} names, or null. */
    @Nullable
    Object read(ResultSet row, int index, ColumnType type) throws SQLException;

    /**
     * The expression that adds a bound value to a column that is never null.
     *
     * @param column quoted column
     * @param type INTEGER, DECIMAL or NUMBER
     */
    String add(String column, ColumnType type);

    /**
     * The sum of two expressions, null if one of them is. It is compared and sorted as a column of
     * the type is.
     *
     * @param type INTEGER, DECIMAL or NUMBER
     */
    default String plus(String left, String right, ColumnType type) {
        return "(" + left + " + " + right + ")";
    }

    /**
     * Turns an UPDATE into a statement that also returns columns of the changed rows as they are afterwards.
     *
     * @param update complete UPDATE statement
     * @param columns quoted columns to return
     * @return the statement to run as a query, or empty if the database cannot do it
     */
    Optional<String> updateReturning(String update, List<String> columns);

    /**
     * Several INSERT and UPDATE statements as one text that is sent in one round trip, in auto-commit mode, and is a transaction of its
     * own: if one of them fails nothing is committed, and it is all undone by a rollback.
     *
     * @param statements complete statements, two at least; the same text may come several times, but no two of them write the same row
     * @return the text, whose parameters are those of the statements in order; empty if the database has no such thing
     */
    default Optional<String> together(List<String> statements) {
        return Optional.empty();
    }

    /** What a SELECT ends with to lock its rows until the end of the transaction; empty text if there are no row locks. */
    String forUpdate();

    /**
     * The same for a lock that keeps others from writing the rows but not from sharing the lock; the other one if there is no
     * such lock.
     */
    default String forShare() {
        return forUpdate();
    }

    /**
     * The same for rows that are going to be deleted: it also keeps others from referring to them, where {@link #forUpdate()}
     * does not.
     */
    default String forDelete() {
        return forUpdate();
    }

    /** What a SELECT ends with to take part of the rows; either bound may be absent (null). Starts with a blank. */
    String page(@Nullable Long limit, @Nullable Long offset);

    /** A case-sensitive LIKE with backslash as the escape character. */
    String like(String expression, String pattern);

    /** A sort key with nulls last when ascending and first when descending. */
    String order(String expression, boolean ascending);

    /**
     * A value as it stands in a statement that defines something and therefore has no parameters.
     *
     * @param type TEXT, KEY_TEXT, INTEGER, DECIMAL, NUMBER or BOOLEAN
     * @param value of the Java type that {@code type} names
     */
    String literal(ColumnType type, Object value);

    /**
     * The statement that creates a unique index of the rows that satisfy a condition. A violation must tell the name of the
     * index.
     *
     * @param index quoted name
     * @param table quoted name
     * @param columns quoted columns
     * @param condition over quoted columns, without parameters
     * @return the statement, or empty if the database has no such indexes; then the storage layer puts columns that hold the
     *     key where the condition is true, see {@link #generated}, into an index of all rows
     */
    Optional<String> partialUniqueIndex(String index, String table, List<String> columns, String condition);

    /** What follows the type of a column that the database computes from others of the row. Starts with a blank. */
    String generated(String expression);

    /**
     * Turns an INSERT of one row into one that does nothing, and says that it changed no row, if there is a row with the
     * same key, even if another transaction has not committed it yet when this one begins to wait. Any other violation is
     * an error.
     *
     * @param insert complete INSERT statement
     * @param key quoted columns of a unique index
     * @return the statement, or empty if the database has none that tells the difference; it must then forgive a failed
     *     statement within a transaction, and the storage layer runs the plain one
     */
    Optional<String> insertUnlessPresent(String insert, List<String> key);

    /**
     * One statement that inserts a row or, if there is one with the same key, changes it. On some databases two transactions
     * that insert the same key at once are one violation of the key; the same statement then succeeds when it is repeated.
     *
     * @param table quoted name
     * @param columns quoted columns of the new row
     * @param types of these columns
     * @param key quoted columns of the primary key
     * @param assignments what to do to an existing row, with its columns qualified by {@code table} on the right-hand side
     */
    String upsert(
            String table, List<String> columns, List<ColumnType> types, List<String> key, List<String> assignments);

    /** The text with the letters A to Z as a to z and everything else as it is. */
    String fold(String expression);

    /**
     * The condition that a list, stored as JSON, has an element. It has one placeholder, bound as {@link ColumnType#TEXT}
     * with the canonical JSON of the element; the element is a text, a number or a truth value.
     *
     * @param column column of type JSON that is not null and holds a flat list
     * @param texts whether the elements are texts
     */
    String contains(String column, boolean texts);

    /**
     * The condition that a value is among many, which come as one parameter: a JSON list, bound as {@link
     * ColumnType#TEXT}. Empty if the database cannot do it for this type; each value then takes a parameter of its own.
     *
     * @param type ID, INTEGER, TEXT or KEY_TEXT
     */
    Optional<String> inList(String expression, ColumnType type);

    /** Whether an index holds the primary key of its rows behind its columns, in order, without being told to. */
    default boolean indexesHoldKey() {
        return false;
    }

    /** How a few rows of each of many parents are best taken, in their order. */
    default LimitedLists limitedLists() {
        return new LimitedLists.Ranked();
    }

    /**
     * The sum of a column over all rows, null if there is none. It must not lose digits; a sum of integers may be an error
     * when it exceeds 64 bits.
     *
     * @param type INTEGER, DECIMAL or NUMBER
     */
    String sum(String expression, ColumnType type);

    /**
     * The fetch size with which a large result is read in pieces, while other statements run on the same connection; 0 if
     * that needs no fetch size.
     */
    int fetchSize();

    /** Whether a large result is read in pieces only inside a transaction. */
    boolean fetchesInTransactionsOnly();

    /**
     * Whether UNION in a recursive common table expression leaves out all rows that were found before, at any level. If
     * not, the storage layer does not use it where the same record can be reached in many ways.
     */
    boolean recursionIsDistinct();
}
