package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;

import dev.entail.Entail;
import dev.entail.builtins.custom.CustomSource;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.EventSource;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.View;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.model.ModelBuilder;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.runtime.port.DispatchCall;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A till that books what a source tells it. A booking has a total behind it, a computed value in between refuses the
 * unlucky amount.
 */
final class Till {
    /** The amount that no booking can have. */
    static final long UNLUCKY = 13;

    static final Entity EVENT = entity("TillEvent", text("kind"), integer("amount"));
    static final Entity CLERK = entity("Clerk", text("name"));
    static final Entity BOOKING = entity("Booking", text("text"), integer("amount"));
    static final Entity NOTE = entity("Note", text("text"));
    static final Relation BOOKED_BY = manyToOne(BOOKING, "clerk", CLERK, "bookings");
    static final Relation READ =
            manyToMany(CLERK, "read", NOTE, "readers").named("Read").with(integer("stars"));
    static final View LIKED = View.of("Liked", READ, Match.ge("stars", 1));
    static final View LARGE = View.of("LargeBooking", BOOKING, Match.ge("amount", 100));
    static final Property<Long> TOTAL = integer("total");

    private Till() {}

    /** A model whose bookings come from {@code source}, besides other sources that lead to nothing. */
    static ModelBuilder booking(CustomSource source, EventSource<?>... others) {
        return Model.model("Till")
                .facts(CLERK, BOOKING, NOTE, BOOKED_BY, READ, LARGE, LIKED)
                .events(source)
                .events(others)
                .derive(BOOKING, Transform.toRecord(source, Till::book))
                .derive(BOOKING, integer("checked"), Computed.from("amount", Till::check))
                .derive(TOTAL, Summation.of(BOOKING, "checked"));
    }

    static Model model(CustomSource source, EventSource<?>... others) {
        return booking(source, others).build();
    }

    /** A source that stores the amount of the payload. */
    static CustomSource source(String name) {
        return CustomSource.source(name, EVENT)
                .mapEventData(hook -> Draft.of("kind", "booked")
                        .set("amount", hook.call().payload().get("amount")));
    }

    private static @Nullable Draft book(Row event) {
        Object amount = event.get("amount");
        return amount == null ? null : Draft.of("text", "booked").set("amount", amount);
    }

    private static @Nullable Object check(Row booking) {
        Object amount = booking.get("amount");
        if (amount != null && amount.equals(UNLUCKY)) {
            throw new IllegalArgumentException("thirteen");
        }
        return amount;
    }

    static DispatchCall amount(long amount) {
        return DispatchCall.of(null, Map.of("amount", amount));
    }

    static DispatchResult book(Entail entail, EventSource<?> source, long amount) {
        return entail.dispatch(source, amount(amount));
    }

    static RecordId note(Entail entail, String text) {
        return entail.create(NOTE, Draft.of("text", text));
    }

    static long events(Entail entail) {
        return entail.query(EVENT).count();
    }

    static long bookings(Entail entail) {
        return entail.query(BOOKING).count();
    }

    static long notes(Entail entail) {
        return entail.query(NOTE).count();
    }

    static long total(Entail entail) {
        return Objects.requireNonNull(entail.global(TOTAL));
    }

    /** Whether anything is stored but what was there before. */
    static boolean isEmpty(Entail entail) {
        return events(entail) == 0 && bookings(entail) == 0 && notes(entail) == 0 && total(entail) == 0;
    }
}
