package dev.entail.examples.docs;

import static dev.entail.core.definition.Constraint.identity;
import static dev.entail.core.definition.Constraint.unique;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.json;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToOne;
import static dev.entail.core.model.Model.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.computation.Sequence;
import dev.entail.core.computation.SequenceRange;
import dev.entail.core.computation.SequenceScope;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.error.ConstraintViolation;
import dev.entail.core.error.EntailException;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("keys.md")
class KeysTest {
    @Test
    @DisplayName("a key of some records only, and what a violation tells")
    void someRecords() {
        // snippet: some-records
        Entity account = entity("Account", text("email"), text("state"));
        Model accounts = model("Accounts")
                .facts(account)
                .constrain(
                        account,
                        unique("email", "email")
                                .where(Match.ne("state", "deleted"))
                                .withCode("EMAIL_TAKEN"))
                .build();
        // end
        try (Entail entail = Entail.open("jdbc:h2:mem:", accounts)) {
            Draft ann = Draft.of("email", "ann@example.org").set("state", "deleted");
            entail.create(account, ann);
            entail.create(account, ann);
            entail.create(account, ann.set("state", "new"));
            String taken = "";
            // snippet: violation
            try {
                entail.create(account, ann.set("state", "new"));
            } catch (EntailException e) {
                taken = ConstraintViolation.in(e)
                        .map(violation -> violation.code() + " " + violation.attributes())
                        .orElseThrow(() -> e);
            }
            // end
            assertThat(taken).isEqualTo("EMAIL_TAKEN [email]");
        }
    }

    @Test
    @DisplayName("an identity, an upsert and an id that is given")
    void identities() {
        // snippet: identity
        Entity country = entity("Country", text("code"), text("name"));
        Model world = model("World")
                .facts(country)
                .constrain(country, identity("country", "code"))
                .build();
        // end
        try (Entail entail = Entail.open("jdbc:h2:mem:", world)) {
            // snippet: set-semantics
            RecordId first = entail.create(country, Draft.of("code", "CH").set("name", "Switzerland"));
            RecordId again = entail.create(country, Draft.of("code", "CH").set("name", "Suisse")); // nothing happens
            RecordId renamed = entail.upsert(country, Draft.of("code", "CH").set("name", "Schweiz")); // an update
            // end
            assertThat(again).isEqualTo(first);
            assertThat(renamed).isEqualTo(first);
            assertThat(entail.query(country)
                            .select("name")
                            .first()
                            .orElseThrow()
                            .text("name"))
                    .isEqualTo("Schweiz");
            // snippet: given-id
            RecordId imported = entail.create(
                    country, Draft.of("code", "AT").set("name", "Austria").set("id", RecordId.of(40)));
            // end
            assertThat(imported).isEqualTo(RecordId.of(40));
        }
    }

    @Test
    @DisplayName("tickets are numbered per team, and numbers are taken by hand")
    void sequences() {
        // snippet: sequence
        Entity team = entity("Team", text("name"));
        Entity ticket = entity("Ticket", text("title"), text("state"));
        Relation tickets = manyToOne(ticket, "team", team, "tickets");
        Sequence numbers =
                Sequence.scoped("ticketNumber").per("team").startingAfter(100).where(Match.ne("state", "draft"));
        Model desk = model("Desk")
                .facts(team, ticket, tickets)
                .derive(ticket, integer("number"), numbers)
                .build();
        // end
        try (Entail entail = Entail.open("jdbc:h2:mem:", desk)) {
            RecordId red = entail.create(team, Draft.of("name", "Red"));
            Draft broken = Draft.of("title", "Broken").set("state", "open").set("team", red);
            RecordId first = entail.create(ticket, broken);
            assertThat(entail.query(ticket)
                            .select("number")
                            .byId(first)
                            .orElseThrow()
                            .integer("number"))
                    .isEqualTo(101);
            // snippet: range
            SequenceScope ofRed = SequenceScope.of("team", team, red);
            SequenceRange printed =
                    entail.inTransaction(writes -> writes.sequences().reserve(numbers, ofRed, 50));
            // end
            assertThat(printed).isEqualTo(new SequenceRange(102, 50, 151, 1));
        }
    }

    // snippet: globals
    static final Property<Long> MAX_POSTS = integer("maxPosts");
    static final Property<Object> BANNER = json("banner");
    static final Model SITE = model("Site")
            .facts(entity("Job", text("owner"), text("state"), integer("tries")))
            .globals(MAX_POSTS.defaultTo(10L), BANNER)
            .build();
    // end

    @Test
    @DisplayName("global values are set and read, single values are changed atomically")
    void globalsAndAtomics() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", SITE)) {
            // snippet: set-global
            entail.setGlobal(BANNER, Map.of("text", "Sale", "until", "2026-01-31"));
            Long most = entail.global(MAX_POSTS);
            // end
            assertThat(most).isEqualTo(10);
            assertThat(entail.global(BANNER)).isEqualTo(Map.of("text", "Sale", "until", "2026-01-31"));
            Entity job = (Entity) SITE.record("Job").definition();
            RecordId id = entail.create(job, Draft.of("state", "waiting"));
            // snippet: claim
            boolean mine = entail.inTransaction(writes -> writes.atomic()
                    .claim(
                            job,
                            id,
                            Match.eq("state", "waiting"),
                            Draft.of("state", "running").set("owner", "worker-7")));
            // end
            assertThat(mine).isTrue();
            // snippet: atomic
            long tries = entail.inTransaction(writes -> writes.atomic().increment(job, id, integer("tries"), 1L));
            boolean raised = entail.inTransaction(writes -> writes.atomic().compareAndSet(MAX_POSTS, 10L, 20L));
            // end
            assertThat(tries).isEqualTo(1);
            assertThat(raised).isTrue();
        }
    }
}
