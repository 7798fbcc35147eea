package dev.entail.examples.docs;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.model.Model.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.interaction.InteractionRecord;
import dev.entail.core.computation.Computed;
import dev.entail.core.computation.Count;
import dev.entail.core.definition.Entity;
import dev.entail.core.error.EntailException;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.examples.social.SocialModel;
import dev.entail.runtime.retention.Retention;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("operations.md")
class OperationsTest {
    @Test
    @DisplayName("the tables of the example application, by name")
    void tables() throws SQLException {
        String url = "jdbc:h2:mem:operations-tables";
        try (Entail entail = Entail.open(url, SocialModel.create());
                Connection connection = DriverManager.getConnection(url)) {
            assertThat(entail.query(SocialModel.USER).count()).isZero();
            assertThat(column(connection, "SHOW TABLES"))
                    .containsExactlyInAnyOrder(
                            "User",
                            "Post",
                            "Like",
                            "_Interaction_",
                            "_Dictionary_",
                            "_entail_dispatch_",
                            "_entail_outbox_",
                            "_entail_schema_",
                            "_entail_scoped_sequence_",
                            "_entail_sequence_",
                            "_entail_task_",
                            "_entail_trail_");
            assertThat(column(connection, "SHOW COLUMNS FROM \"Post\""))
                    .containsExactly("id", "title", "content", "status", "likeCount", "popular", "author");
            assertThat(column(
                            connection,
                            "SELECT \"meaning\" FROM \"_entail_schema_\" WHERE \"path\" = 'Post.likeCount'"))
                    .containsExactly("INTEGER = count of likedBy");
        }
    }

    private static List<String> column(Connection connection, String sql) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    @Test
    @DisplayName("new derived values are computed for old records")
    void filling() throws SQLException {
        String url = "jdbc:h2:mem:operations-filling";
        List<String> told = new ArrayList<>();
        try (Connection keepsTheDatabase = DriverManager.getConnection(url)) {
            assertThat(keepsTheDatabase).isNotNull();
            Entity user = entity("User", text("name"));
            try (Entail entail = Entail.open(url, model("Crm").facts(user).build())) {
                entail.create(user, Draft.of("name", "Ann"));
            }
            // snippet: filling
            Model grown = model("Crm")
                    .facts(user)
                    .derive(user, integer("length"), Computed.from("name", row ->
                            (long) row.text("name").length()))
                    .derive(integer("users"), Count.of(user))
                    .build();
            try (Entail entail = Entail.with(grown)
                    .filling(progress -> told.add(progress.path() + ": " + progress.looked()))
                    .open(url)) {
                assertThat(entail.global(integer("users"))).isEqualTo(1);
            }
            // end
            assertThat(told).containsExactlyInAnyOrder("User.length: 1", "_Dictionary_.users: 1");
        }
    }

    @Test
    @DisplayName("what cannot be added safely is refused with a list")
    @SuppressWarnings("unchecked")
    void mismatch() throws SQLException {
        String url = "jdbc:h2:mem:operations-mismatch";
        try (Connection keepsTheDatabase = DriverManager.getConnection(url)) {
            assertThat(keepsTheDatabase).isNotNull();
            // snippet: mismatch
            Entity user = entity("User", text("name"));
            try (Entail entail = Entail.open(url, model("Crm").facts(user).build())) {
                entail.create(user, Draft.of("name", "Ann"));
            }

            Entity changed = entity("User", text("name"), integer("age")); // a new property: added
            List<String> differences = List.of();
            try (Entail entail = Entail.open(
                    url,
                    model("Crm")
                            .facts(changed)
                            .derive(integer("users"), Count.of(changed)) // a new count of existing users: refused
                            .build())) {
                entail.query(changed).count();
            } catch (EntailException e) { // SCHEMA_MISMATCH
                differences = (List<String>) e.details().get("differences");
            }
            // end
            assertThat(differences)
                    .containsExactly(
                            "_Dictionary_.users is new, and there are records that it should have counted already;"
                                    + " open the model with filling() to have it computed");
            try (Entail entail = Entail.open(url, model("Crm").facts(changed).build())) {
                assertThat(entail.query(changed)
                                .select("age")
                                .first()
                                .orElseThrow()
                                .get("age"))
                        .isNull();
            }
        }
    }

    @Test
    @DisplayName("records go by age or by number")
    void retention() {
        // snippet: retention
        try (Entail entail = Entail.with(SocialModel.create())
                .retaining(Retention.ofAge(InteractionRecord.ENTITY, "occurredAt", Duration.ofDays(90)))
                .open("jdbc:h2:mem:")) {
            // end
            entail.dispatch(SocialModel.REGISTER, call -> call.payload("name", "Ann"))
                    .orThrow();
            assertThat(entail.retain().removed()).isEqualTo(Map.of("_Interaction_", 0L));
        }
    }

    @Test
    @DisplayName("the clock is a port")
    void clock() {
        // snippet: clock
        Instant noon = Instant.parse("2026-01-31T12:00:00Z");
        try (Entail entail = Entail.with(SocialModel.create())
                .replace(InstantSource.class, InstantSource.fixed(noon))
                .open("jdbc:h2:mem:")) {
            // end
            entail.dispatch(SocialModel.REGISTER, call -> call.payload("name", "Ann"))
                    .orThrow();
            assertThat(entail.query(InteractionRecord.ENTITY)
                            .select("occurredAt")
                            .first()
                            .orElseThrow()
                            .get(InteractionRecord.OCCURRED_AT))
                    .isEqualTo(noon);
        }
    }
}
