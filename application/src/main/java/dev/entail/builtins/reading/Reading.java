package dev.entail.builtins.reading;

import dev.entail.builtins.guard.GuardContext;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.description.EventSourceDescription;
import dev.entail.core.error.EntailException;
import dev.entail.core.match.Match;
import dev.entail.core.query.Order;
import dev.entail.core.query.Page;
import dev.entail.core.query.Query;
import dev.entail.core.query.ReadRequest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Records that may be read under a policy.
 *
 * @param record the entity, relation, view or union
 * @param policy what may be read
 */
public record Reading(RecordDefinition record, DataPolicy policy) {
    public Reading {
        Objects.requireNonNull(record, "record");
        Objects.requireNonNull(policy, "policy");
    }

    /** A query for all that the policy names, to find out whether it can be asked. */
    public Query declared() {
        List<String> columns = policy.columns();
        return Query.of(record.name())
                .select((columns == null ? List.<String>of() : columns).toArray(String[]::new))
                .select(policy.filters().toArray(String[]::new))
                .orderBy(policy.order().toArray(Order[]::new));
    }

    /** What an interface has to know of it. */
    public EventSourceDescription.Reading describe() {
        return new EventSourceDescription.Reading(
                record.name(), policy.columns(), policy.filters(), policy.limit(), policy.pageSize());
    }

    /**
     * Answers a request as far as the policy lets it: a list of rows, a slice if a page with a cursor was asked for, a number
     * if it was counted.
     *
     * @param rows which records this caller may see
     * @throws EntailException {@code READ_NOT_ALLOWED} if the request looks at what the caller may not see, {@code
     *     QUERY_TOO_LARGE} if it is too big, and the codes of queries
     */
    public Object answer(Match rows, ReadRequest request, GuardContext seen) {
        new RequestCheck(record.name(), policy).check(request);
        Query allowed = Query.of(record.name()).where(rows).where(request.match());
        if (request.counting()) {
            long count = seen.records().count(allowed);
            return policy.limit() == null ? count : Math.min(count, policy.limit());
        }
        List<String> columns = policy.columns() == null ? request.columns() : policy.columns();
        Query query = allowed.select(columns.toArray(String[]::new)).paged(page(request.page()));
        List<Order> order = policy.order().isEmpty() ? request.order() : policy.order();
        Query sorted =
                order.isEmpty() ? query.orderBy(Order.ascending("id")) : query.orderBy(order.toArray(Order[]::new));
        return request.page().keyset()
                ? seen.records().slice(sorted)
                : seen.records().list(sorted);
    }

    private Page page(Page asked) {
        Page page = new Page(asked.limit(), asked.offset(), asked.after(), asked.keyset(), false);
        return bounded(bounded(page, policy.limit()), policy.pageSize());
    }

    private static Page bounded(Page page, @Nullable Long most) {
        Long limit = page.limit();
        return most == null || (limit != null && limit <= most) ? page : page.withLimit(most);
    }
}
