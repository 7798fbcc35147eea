package dev.entail.driver.postgres.crash;

import dev.entail.Entail;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.storage.spi.DatabaseConfig;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A process that dispatches with several threads for some time, and writes down what has been acknowledged. */
final class Trader {
    private static final int THREADS = 8;

    private final Entail entail;
    private final String name;
    private final Path acknowledged;
    private final List<RecordId> customers;
    private final List<RecordId> products;

    private Trader(Entail entail, String name, Path acknowledged) {
        this.entail = entail;
        this.name = name;
        this.acknowledged = acknowledged;
        this.customers =
                entail.query(Market.CUSTOMER).list().stream().map(Row::id).toList();
        this.products =
                entail.query(Market.PRODUCT).list().stream().map(Row::id).toList();
    }

    /** Arguments: URL, user, password, name of the process, file for what is acknowledged, seconds. */
    public static void main(String[] arguments) throws Exception {
        DatabaseConfig config = DatabaseConfig.of(arguments[0])
                .withCredentials(arguments[1], arguments[2])
                .withPoolSize(THREADS);
        try (Entail entail = Entail.with(Market.model()).open(config)) {
            Trader trader = new Trader(entail, arguments[3], Path.of(arguments[4]));
            Instant end = Instant.now().plus(Duration.ofSeconds(Long.parseLong(arguments[5])));
            try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
                for (int i = 0; i < THREADS; i++) {
                    int number = i;
                    threads.submit(() -> trader.trade(number, end));
                }
            }
        }
    }

    private void trade(int thread, Instant end) {
        Random random = new Random(thread);
        for (int i = 0; Instant.now().isBefore(end); i++) {
            String id = name + "-" + thread + "-" + i;
            DispatchResult result = dispatch(id, random);
            // A like of what is liked already is refused, which is an answer too.
            write((result.isAccepted() ? "+" : "-") + id);
        }
    }

    private DispatchResult dispatch(String id, Random random) {
        RecordId customer = customers.get(random.nextInt(customers.size()));
        RecordId product = products.get(random.nextInt(products.size()));
        return switch (random.nextInt(8)) {
            case 0, 1 -> dispatch(Market.LIKE_IT, id, customer, product, "", 0);
            case 2, 3 -> dispatch(Market.UNLIKE, id, customer, product, "", 0);
            case 4 -> dispatch(Market.PRICE, id, customer, product, "price", new BigDecimal(random.nextInt(9)));
            case 5 -> dispatch(Market.NEXT, id, customer, product, "", 0);
            default -> dispatch(Market.BUY, id, customer, product, "quantity", 1 + random.nextInt(5));
        };
    }

    private DispatchResult dispatch(
            Interaction interaction, String id, RecordId customer, RecordId product, String field, Object value) {
        return entail.dispatch(interaction, call -> {
            var filled = call.by(customer).correlatedBy(id).payload("product", product);
            return field.isEmpty() ? filled : filled.payload(field, value);
        });
    }

    private synchronized void write(String line) {
        try {
            Files.writeString(acknowledged, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
