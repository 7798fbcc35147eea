package dev.entail.storage.spi;

import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The drivers at hand, and the choice of one by JDBC URL. */
public final class DatabaseDrivers {
    private final List<DatabaseDriver> drivers;

    /** Chooses among the given drivers. */
    public DatabaseDrivers(Iterable<DatabaseDriver> drivers) {
        List<DatabaseDriver> found = new ArrayList<>();
        drivers.forEach(found::add);
        this.drivers = List.copyOf(found);
    }

    /** The drivers whose jars are on the class path. */
    public static DatabaseDrivers fromClassPath() {
        return new DatabaseDrivers(ServiceLoader.load(DatabaseDriver.class));
    }

    /**
     * Opens a database with the one driver that accepts its URL.
     *
     * @throws EntailException {@code DRIVER_NOT_FOUND}, {@code DRIVER_AMBIGUOUS} or {@code DATABASE_UNREACHABLE}
     */
    public Database open(DatabaseConfig config) {
        return choose(config).open(config);
    }

    /**
     * The one driver that accepts the URL. Does not connect.
     *
     * @throws EntailException {@code DRIVER_NOT_FOUND} or {@code DRIVER_AMBIGUOUS}
     */
    public DatabaseDriver choose(DatabaseConfig config) {
        List<DatabaseDriver> accepting =
                drivers.stream().filter(d -> d.accepts(config.url())).toList();
        if (accepting.isEmpty()) {
            throw new EntailException(
                    ErrorCode.DRIVER_NOT_FOUND,
                    "No driver accepts the URL " + config.maskedUrl() + ". Drivers found: " + describe(drivers)
                            + ". Put the jar of the driver for this database on the class path, for example"
                            + " driver-postgres, driver-mysql, driver-sqlite or driver-h2, and check the spelling of"
                            + " the URL");
        }
        if (accepting.size() > 1) {
            throw new EntailException(
                    ErrorCode.DRIVER_AMBIGUOUS,
                    "Several drivers accept the URL " + config.maskedUrl() + ": " + describe(accepting)
                            + ". Drivers found: " + describe(drivers)
                            + ". Leave one driver jar for this database on the class path");
        }
        return accepting.getFirst();
    }

    private static String describe(List<DatabaseDriver> drivers) {
        return drivers.isEmpty()
                ? "none"
                : drivers.stream()
                        .map(d -> d.name() + " (" + d.getClass().getName() + ")")
                        .collect(Collectors.joining(", "));
    }
}
