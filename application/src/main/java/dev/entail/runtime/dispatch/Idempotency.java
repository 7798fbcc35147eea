package dev.entail.runtime.dispatch;

import dev.entail.core.definition.EventSource;
import dev.entail.core.error.EntailException;
import dev.entail.core.error.ErrorCode;
import dev.entail.core.query.ReadRequest;
import dev.entail.runtime.port.DispatchCall;
import dev.entail.runtime.port.DispatchContext;
import dev.entail.runtime.port.EventSourceAdapter;
import dev.entail.runtime.sideeffect.PostCommit;
import dev.entail.storage.json.ReadRequestJson;
import dev.entail.storage.json.ValueJson;
import dev.entail.storage.ledger.DispatchKey;
import dev.entail.storage.ledger.DispatchLedger;
import dev.entail.storage.spi.Dialect;
import dev.entail.storage.sql.Jdbc;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Calls that take effect once, however often they are made (IDM-01..04). Thread-safe. */
final class Idempotency {
    private static final String DATA = "data";
    private static final String CONTEXT = "context";

    private final DispatchLedger ledger;
    private final ValueJson json = new ValueJson();

    Idempotency(Dialect dialect) {
        this.ledger = new DispatchLedger(dialect);
    }

    DispatchLedger ledger() {
        return ledger;
    }

    /** What a call is claimed under, if it has a key. */
    Optional<DispatchKey> key(EventSource<?> source, EventSourceAdapter<EventSource<?>> adapter, DispatchCall call) {
        String key = adapter.idempotencyKey(source, call);
        if (key == null || key.isBlank()) {
            return Optional.empty();
        }
        if (key.length() > DispatchLedger.KEY_LENGTH) {
            throw invalid(
                    source.name(),
                    "its idempotency key has " + key.length() + " characters; give at most "
                            + DispatchLedger.KEY_LENGTH,
                    null);
        }
        return Optional.of(new DispatchKey(source.name(), call.actor(), key));
    }

    /** The answer that was given before; empty if the call is the first one with this key. */
    Optional<DispatchResult> claim(Jdbc jdbc, DispatchKey key, DispatchContext context) {
        String request = request(key, context.call());
        return ledger.claim(jdbc, key, request, context.occurredAt()).map(entry -> {
            if (!entry.request().equals(request)) {
                throw new EntailException(
                        ErrorCode.IDEMPOTENCY_CONFLICT.name(),
                        "'" + key.source()
                                + "' was dispatched before by the same caller under this idempotency key, with"
                                + " another payload; use a key of its own for each request",
                        Map.of("source", key.source()));
            }
            String answer = entry.answer();
            if (answer == null) {
                throw new EntailException(
                        ErrorCode.IDEMPOTENCY_IN_FLIGHT.name(),
                        "What was begun under this idempotency key of '" + key.source()
                                + "' has no answer; somebody else has written to the ledger",
                        Map.of("source", key.source()));
            }
            return replay(answer);
        });
    }

    private String request(DispatchKey key, DispatchCall call) {
        try {
            Object content = call.activity() == null ? call.payload() : List.of(call.activity(), call.payload());
            String text = json.write(content, "payload")
                    + (call.read().equals(ReadRequest.ALL) ? "" : new ReadRequestJson().write(call.read()));
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (EntailException e) {
            throw invalid(key.source(), "requests cannot be told apart: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @SuppressWarnings("unchecked") // complete() wrote maps with text keys
    private DispatchResult replay(String answer) {
        Map<String, @Nullable Object> kept = (Map<String, @Nullable Object>) Objects.requireNonNull(json.read(answer));
        return new DispatchResult(
                null,
                kept.get(DATA),
                List.of(),
                (Map<String, @Nullable Object>) Objects.requireNonNull(kept.get(CONTEXT)),
                PostCommit.NOT_RUN,
                DispatchResult.Outcome.REPLAYED);
    }

    /** Keeps the answer to a call that was claimed. */
    void complete(Jdbc jdbc, DispatchKey key, DispatchResult result) {
        Map<String, @Nullable Object> kept = new LinkedHashMap<>();
        kept.put(DATA, result.data());
        kept.put(CONTEXT, result.context());
        String answer;
        try {
            answer = json.write(kept, "answer");
        } catch (EntailException e) {
            throw invalid(key.source(), "its answer cannot be given again: " + e.getMessage(), e);
        }
        ledger.complete(jdbc, key, answer);
    }

    private static EntailException invalid(String source, String why, @Nullable EntailException cause) {
        return new EntailException(
                ErrorCode.IDEMPOTENCY_INVALID.name(),
                "'" + source + "' cannot be dispatched under an idempotency key, because " + why,
                Map.of("source", source),
                cause);
    }
}
