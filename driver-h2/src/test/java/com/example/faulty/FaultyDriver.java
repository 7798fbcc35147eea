package com.example.faulty;

import dev.entail.driver.h2.H2Driver;
import dev.entail.storage.spi.Capability;
import dev.entail.storage.spi.Database;
import dev.entail.storage.spi.DatabaseConfig;
import dev.entail.storage.spi.DatabaseDriver;
import dev.entail.storage.spi.DatabaseError;
import dev.entail.storage.spi.ErrorClass;
import dev.entail.testkit.jdbc.FaultInjector;
import dev.entail.testkit.jdbc.InterceptedDatabase;
import dev.entail.testkit.jdbc.JdbcCall;
import dev.entail.testkit.jdbc.JdbcInterceptor;
import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A driver as somebody else would write it, that wraps another one and has a flaw which its URL names: {@code
 * jdbc:faulty:none:h2:mem:x} works, {@code error@3} fails at the third statement, {@code cut@3} loses the connection there,
 * and the others lie about what the database does.
 */
public final class FaultyDriver implements DatabaseDriver {
    private static final Pattern URL = Pattern.compile("jdbc:faulty:([a-z_]+)(?:@(\\d+))?:(h2:.*)");

    /** For the service loader. */
    public FaultyDriver() {}

    @Override
    public String name() {
        return "faulty";
    }

    @Override
    public boolean accepts(String jdbcUrl) {
        return URL.matcher(jdbcUrl).matches();
    }

    @Override
    public Database open(DatabaseConfig config) {
        Matcher url = URL.matcher(config.url());
        if (!url.matches()) {
            throw new IllegalArgumentException(config.maskedUrl());
        }
        Flaw flaw = Flaw.valueOf(url.group(1).toUpperCase(Locale.ROOT));
        int n = url.group(2) == null ? 0 : Integer.parseInt(url.group(2));
        Database real = new H2Driver().open(config.withUrl("jdbc:" + url.group(3)));
        return flawed(FaultyDatabase.of(name(), new InterceptedDatabase(real, interceptor(flaw, n))), flaw);
    }

    private static JdbcInterceptor interceptor(Flaw flaw, int n) {
        FaultInjector faults = new FaultInjector();
        switch (flaw) {
            case ERROR -> faults.failBefore(n, () -> new SQLException("injected", "HY000"));
            case CUT -> faults.cutBefore(n);
            case NO_TRANSACTIONS -> {
                return without(JdbcCall.Kind.AUTO_COMMIT, JdbcCall.Kind.COMMIT, JdbcCall.Kind.ROLLBACK);
            }
            case NO_SAVEPOINTS -> {
                return (call, action) -> call.sql().contains("rollback to savepoint") ? null : action.proceed();
            }
            default -> {}
        }
        return faults;
    }

    /** Says yes to some calls and does nothing. */
    private static JdbcInterceptor without(JdbcCall.Kind... kinds) {
        return (call, action) -> java.util.List.of(kinds).contains(call.kind()) ? null : action.proceed();
    }

    private static Database flawed(FaultyDatabase honest, Flaw flaw) {
        return switch (flaw) {
            case LOSES_MILLISECONDS -> honest.with(FaultyDatabase.losingMilliseconds(honest.dialect()));
            case REPEATS_NUMBERS -> honest.with(FaultyDatabase.repeatingNumbers(honest.sequences()));
            case CALLS_EVERYTHING_A_CONFLICT ->
                honest.with(error -> {
                    DatabaseError real = honest.delegate().errors().classify(error);
                    return new DatabaseError(
                            ErrorClass.SERIALIZATION,
                            real.constraint(),
                            real.table(),
                            real.columns(),
                            real.sqlState(),
                            real.vendorCode());
                });
            case CLAIMS_READ_ONLY -> honest.claiming(Capability.READ_ONLY_TRANSACTIONS);
            case CLAIMS_SERIALIZABLE -> honest.claiming(Capability.SERIALIZABLE_BY_DATABASE);
            case CLAIMS_DDL -> honest.claiming(Capability.TRANSACTIONAL_DDL);
            case HIDES_RETURNING -> honest.hiding(Capability.UPDATE_RETURNING);
            case NONE, ERROR, CUT, NO_TRANSACTIONS, NO_SAVEPOINTS -> honest;
        };
    }

    /** What is wrong with it. */
    enum Flaw {
        NONE,
        ERROR,
        CUT,
        NO_TRANSACTIONS,
        NO_SAVEPOINTS,
        LOSES_MILLISECONDS,
        REPEATS_NUMBERS,
        CALLS_EVERYTHING_A_CONFLICT,
        CLAIMS_READ_ONLY,
        CLAIMS_SERIALIZABLE,
        CLAIMS_DDL,
        HIDES_RETURNING
    }
}
