package dev.entail.examples.social;

import dev.entail.storage.spi.DatabaseConfig;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for on the command line.
 *
 * @param database where to keep the data
 * @param events a file of dispatches, {@code -} for standard input, or {@link #SAMPLE_EVENTS}
 */
record Options(DatabaseConfig database, String events) {
    static final String SAMPLE_EVENTS = "sample";
    static final String DEFAULT_URL = "jdbc:h2:file:./target/social";

    static final String USAGE = """
        Options:
          --url URL            JDBC URL of PostgreSQL, MySQL, SQLite or H2 (default: %s)
          --user NAME          user of the database, if the URL does not name one
          --password PASSWORD  password; better given in the environment as ENTAIL_PASSWORD
          --events FILE        dispatches, one JSON object a line; - reads standard input (default: a shipped sample)\
        """.formatted(DEFAULT_URL);

    static Options parse(String... args) {
        String url = DEFAULT_URL;
        String events = SAMPLE_EVENTS;
        String user = null;
        String password = System.getenv("ENTAIL_PASSWORD");
        for (int i = 0; i < args.length; i += 2) {
            switch (args[i]) {
                case "--url" -> url = value(args, i);
                case "--user" -> user = value(args, i);
                case "--password" -> password = value(args, i);
                case "--events" -> events = value(args, i);
                default -> throw new IllegalArgumentException("Unknown option '" + nameOnly(args[i]) + "'");
            }
        }
        return new Options(database(url, user, password), events);
    }

    private static DatabaseConfig database(String url, @Nullable String user, @Nullable String password) {
        DatabaseConfig config = DatabaseConfig.of(url);
        return new DatabaseConfig(url, user, password, config.properties(), config.poolSize(), config.lockTimeout());
    }

    /** What stands before the first {@code =}: what follows may be a secret. */
    private static String nameOnly(String option) {
        return option.split("=", 2)[0];
    }

    private static String value(String[] args, int option) {
        if (option + 1 >= args.length) {
            throw new IllegalArgumentException("Option '" + args[option] + "' needs a value");
        }
        return args[option + 1];
    }
}
