package dev.entail.testkit.database;

/** The products that Entail ships a driver for. */
public enum DatabaseProduct {
    /** PostgreSQL, on a server. */
    POSTGRES("PostgreSQL"),
    /** MySQL or MariaDB, on a server. */
    MYSQL("MySQL"),
    /** SQLite, in a file. */
    SQLITE("SQLite"),
    /** H2, in memory. */
    H2("H2");

    private final String title;

    DatabaseProduct(String title) {
        this.title = title;
    }

    /** The name for people. */
    public String title() {
        return title;
    }
}
