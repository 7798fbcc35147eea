package dev.entail.core.model;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.bool;
import static dev.entail.core.definition.Property.decimal;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.json;
import static dev.entail.core.definition.Property.list;
import static dev.entail.core.definition.Property.number;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Property.timestamp;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;
import static dev.entail.core.definition.Relation.oneToMany;
import static dev.entail.core.definition.Relation.oneToOne;

import dev.entail.core.computation.Any;
import dev.entail.core.computation.Average;
import dev.entail.core.computation.Computation;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Custom;
import dev.entail.core.computation.CustomRecords;
import dev.entail.core.computation.Every;
import dev.entail.core.computation.GlobalValue;
import dev.entail.core.computation.Lookup;
import dev.entail.core.computation.Projection;
import dev.entail.core.computation.RealTime;
import dev.entail.core.computation.Removal;
import dev.entail.core.computation.Request;
import dev.entail.core.computation.Sequence;
import dev.entail.core.computation.StateMachine;
import dev.entail.core.computation.Summation;
import dev.entail.core.computation.Transfer;
import dev.entail.core.computation.Transform;
import dev.entail.core.computation.WeightedSummation;
import dev.entail.core.definition.Constraint;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.EventSource;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.RecordDefinition;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.RelationUnion;
import dev.entail.core.definition.RelationView;
import dev.entail.core.definition.Union;
import dev.entail.core.definition.View;
import dev.entail.core.error.Problem;
import dev.entail.core.event.Trigger;
import dev.entail.core.match.Match;
import dev.entail.core.query.Order;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Draft;
import dev.entail.core.value.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A model with each sort of definition and computation that there is. */
final class DescribedModel {
    static final Entity TEAM = entity("Team", text("name"), number("weight"));
    static final Entity TICKET = entity(
            "Ticket",
            text("title").defaultTo("none"),
            integer("points"),
            decimal("price"),
            bool("urgent"),
            timestamp("opened"),
            json("data"),
            list(text("tags")));
    static final Entity NOTE = entity("Note", text("body"));
    static final Entity TASK = entity("Task", text("title"));
    static final Entity REPORT = entity("Report", text("team"));
    static final Entity PING = entity("Ping", text("what"));
    static final Relation OWNER = manyToOne(TICKET, "owner", TEAM, "tickets").named("Owner");
    static final Relation WATCH =
            manyToMany(TEAM, "watched", TICKET, "watchers").named("Watch").with(integer("level"));
    static final Relation STAR = manyToMany(TEAM, "starred", TICKET, "stars").named("Star");
    static final Relation NOTES =
            oneToMany(TICKET, "notes", NOTE, "ticket").named("Notes").reliantTargets();
    static final Relation FRIENDS = manyToMany(TEAM, "friends", TEAM, "friends").named("Friends");
    static final Relation LEAD = oneToOne(TEAM, "leads", TEAM, "ledBy").named("Lead");
    static final View OPEN = View.of("Open", TICKET, Match.eq("urgent", true));
    static final View LOUD = View.of("Loud", WATCH, Match.gt("level", 3L));
    static final RelationView CLOSE =
            RelationView.of("Close", WATCH, "closeTo", "closeBy", Match.in("level", List.of(1L, 2L)));
    static final Union ITEM = Union.of("Item", TICKET, TASK).withCommon(text("title"));
    static final RelationUnion INTEREST = RelationUnion.of("Interest", "interests", "interested", WATCH, STAR);
    static final EventSource<Row> SEND = new Pings("Send");
    static final EventSource<Row> STOP = new Pings("Stop");

    private final List<Computation> used = new ArrayList<>();
    private final ModelBuilder builder = Model.model("All");

    static Model create() {
        return new DescribedModel().build();
    }

    /** The computations of the model, as they are declared. */
    static List<Computation> computations() {
        DescribedModel model = new DescribedModel();
        model.build();
        return model.used;
    }

    private Model build() {
        builder.facts(TEAM, TICKET, NOTE, TASK, REPORT, OWNER, WATCH, STAR, NOTES, FRIENDS, LEAD)
                .facts(OPEN, LOUD, CLOSE, ITEM, INTEREST)
                .events(SEND, STOP)
                .globals(number("rate").defaultTo(1.5), list(integer("limits")))
                .constrain(
                        TICKET,
                        Constraint.unique("ticketTitle", "title", "owner")
                                .where(Match.isNotNull("title"))
                                .withCode("TITLE_TAKEN"),
                        Constraint.required("ticketPoints", "points"))
                .constrain(TEAM, Constraint.identity("teamName", "name"));
        ofTeams();
        ofTickets();
        ofAll();
        ofRecords();
        return builder.build();
    }

    private void ofTeams() {
        derive(TEAM, integer("ticketCount"), Count.of("tickets"));
        derive(TEAM, integer("loudCount"), Count.of("watched").where(List.of("&.level"), row -> true));
        derive(TEAM, integer("points"), Summation.of("tickets", "points"));
        derive(TEAM, decimal("cost"), WeightedSummation.of("tickets", "points", "price"));
        derive(TEAM, decimal("mean"), Average.of("tickets", "points").ignoringNulls());
        derive(TEAM, bool("allUrgent"), Every.of("tickets", "urgent").notEmpty());
        derive(TEAM, bool("someUrgent"), Any.of("tickets", "urgent"));
        derive(TEAM, number("currentRate"), GlobalValue.of("rate"));
        derive(
                TEAM,
                text("best"),
                Custom.reading(
                                Selection.path("name"),
                                Selection.related("tickets", "title", "points")
                                        .where(Match.gt("points", 5L))
                                        .orderBy(Order.descending("points"))
                                        .limit(1),
                                Selection.path("@rate"))
                        .computing(row -> ""));
        derive(TEAM, json("advice"), Custom.reading("name").requesting(row -> Request.none()));
    }

    private void ofTickets() {
        derive(TICKET, text("ownerName"), Lookup.of("owner.name"));
        derive(TICKET, text("label"), Computed.from(List.of("title", "owner.name", "@rate"), row -> ""));
        derive(
                TICKET,
                integer("number"),
                Sequence.scoped("ticketNumbers").per("owner").startingAfter(100));
        derive(
                TICKET,
                text("phase"),
                StateMachine.of("new", "done", "gone")
                        .with(
                                Transfer.from("new").to("done").on(SEND, event -> null),
                                Transfer.from("done")
                                        .to("gone")
                                        .on(Trigger.updated(TICKET, "urgent"), change -> change.id()))
                        .deletingIn("gone"));
        derive(
                TICKET,
                bool("late"),
                RealTime.reading("opened").formula(row -> RealTime.now().greaterThan(1)));
    }

    private void ofAll() {
        derive(null, integer("allTickets"), Count.of(OPEN));
        derive(null, decimal("meanPoints"), Average.of(TICKET, "points"));
        derive(
                null,
                text("summary"),
                Custom.reading("teams", Query.of("Team").select("name", "tickets.title"))
                        .computing(row -> ""));
        derive(
                null,
                text("mode"),
                StateMachine.of("on", "off").with(Transfer.from("on").to("off").on(Trigger.changed(number("rate")))));
    }

    private void ofRecords() {
        derive(TICKET, Transform.toRecord(SEND, event -> Draft.of("title", "x")));
        derive(NOTE, Transform.toRecord(Trigger.created(OPEN), change -> null));
        derive(STAR, Transform.toLink(SEND, event -> null));
        derive(STAR, Removal.ofLink(STOP, event -> null));
        derive(TASK, Projection.toRecord(TICKET, List.of("title", "owner.name"), row -> null));
        derive(
                REPORT,
                CustomRecords.reading("teams", Query.of("Team").select("name"))
                        .and("@rate")
                        .keyedBy("team")
                        .yielding(row -> List.of()));
    }

    private void derive(@Nullable RecordDefinition record, Property<?> property, Computation.OfValue computation) {
        used.add(computation);
        if (record == null) {
            builder.derive(property, computation);
        } else {
            builder.derive(record, property, computation);
        }
    }

    private void derive(RecordDefinition record, Computation.OfRecords computation) {
        used.add(computation);
        builder.derive(record, computation);
    }

    /** A source of a kind that says nothing of itself. */
    private record Pings(String name) implements EventSource<Row> {
        @Override
        public Entity eventEntity() {
            return PING;
        }

        @Override
        public Row view(Row event) {
            return event;
        }

        @Override
        public Set<Entity> references() {
            return Set.of();
        }

        @Override
        public List<Problem> problems() {
            return List.of();
        }
    }
}
