package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.match.Match;
import dev.entail.core.query.Order;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.testkit.jdbc.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How many statements things take: what a hand-written version would need, and no more. */
abstract class StatementContract extends RuntimeGroup {
    @Test
    @DisplayName("W1 a like is an event insert, a link insert and two counter updates, in one transaction")
    final void like() {
        Entail entail = open(Blog.model());
        RecordId ann = Blog.user(entail, "Ann");
        RecordId bob = Blog.user(entail, "Bob");
        RecordId post = Blog.post(entail, "Hello");
        Blog.like(entail, ann, post).orThrow();

        Recording recording =
                log(entail).record(() -> Blog.like(entail, bob, post).orThrow());

        assertThat(recording.statements()).as(recording.toString()).hasSize(4);
        assertThat(recording.statements().stream().map(StatementContract::kind))
                .containsExactlyInAnyOrder("INSERT _Interaction_", "INSERT Like", "UPDATE Post", "UPDATE User");
        if (goTogether(entail)) {
            assertThat(recording.roundTrips()).as("the commit included").isEqualTo(1);
            assertThat(recording.controls()).isEmpty();
        } else {
            assertThat(recording.controls()).containsExactly("auto-commit off", "commit");
        }
    }

    @Test
    @DisplayName(
            "W2 an order with five items takes one round trip, or six where statements are sent one by one, however"
                    + " many items it has")
    final void order() {
        Entail entail = open(Shop.model());
        RecordId ann = Shop.customer(entail);
        List<Map<String, Object>> items = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            items.add(Shop.item(Shop.product(entail, "P" + i), i + 1, "1.50"));
        }
        entail.dispatch(Shop.PLACE_ORDER, call -> call.by(ann).payload("items", items))
                .orThrow();

        Recording recording = log(entail)
                .record(() -> entail.dispatch(
                                Shop.PLACE_ORDER, call -> call.by(ann).payload("items", items))
                        .orThrow());

        // event, order, 5 items, in one statement if all goes together, customer, 5 products, and the global turnover
        assertThat(recording.statements()).as(recording.toString()).hasSize(goTogether(entail) ? 10 : 14);
        if (goTogether(entail)) {
            assertThat(recording.roundTrips()).as("the commit included").isEqualTo(1);
        } else {
            assertThat(recording.batches()).extracting(List::size).containsExactlyInAnyOrder(5, 5);
            assertThat(recording.roundTrips()).as(recording.toString()).isEqualTo(6);
        }
    }

    @Test
    @DisplayName("a refused payload sends nothing at all")
    final void refused() {
        Entail entail = open(Blog.model());
        RecordId ann = Blog.user(entail, "Ann");
        Recording recording = log(entail).record(() -> entail.dispatch(Blog.WRITE_POST, call -> call.by(ann)));
        assertThat(recording.statements()).isEmpty();
    }

    @Test
    @DisplayName("T-310 STO-901 creating a record is one statement")
    final void create() {
        Entail entail = open(Blog.model());
        Blog.user(entail, "Ann");
        assertThat(log(entail).record(() -> Blog.user(entail, "Bob")).statements())
                .hasSize(1);
    }

    @Test
    @DisplayName(
            "T-311 STO-902 creating a record with many new ones is one statement a table and one batch for all of them")
    final void createNested() {
        Entail entail = open(Shop.model());
        RecordId tea = Shop.product(entail, "Tea");
        createOrder(entail, tea, 3);
        for (int count : new int[] {5, 50}) {
            Recording recording = log(entail).record(() -> createOrder(entail, tea, count));
            assertThat(recording.roundTrips()).as(recording.toString()).isEqualTo(goTogether(entail) ? 1 : 4);
        }
    }

    private static void createOrder(Entail entail, RecordId product, int count) {
        List<Draft> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(Draft.of("quantity", 1)
                    .set("price", java.math.BigDecimal.ONE)
                    .set("product", product));
        }
        entail.create(Shop.ORDER, Draft.of("items", items));
    }

    @Test
    @DisplayName("STO-902 a thousand new records are a few statements, each with many of them, in two round trips")
    final void createMany() {
        Entail entail = open(Blog.model());
        List<Draft> users = IntStream.range(0, 1_000)
                .mapToObj(i -> Draft.of("name", "u" + i))
                .toList();
        Recording recording =
                log(entail).record(() -> entail.inTransaction(writes -> writes.createAll(Blog.USER, users)));
        assertThat(recording.statements().stream()
                        .filter(sql -> sql.startsWith("INSERT INTO \"User\"") || sql.startsWith("INSERT INTO `User`")))
                .as(recording.toString())
                .hasSize(1_000 / 32 + 1_000 % 32);
        assertThat(entail.query(Blog.USER).where(Match.like("name", "u%")).count())
                .isEqualTo(1_000);
        assertThat(entail.query(Blog.USER).select("name").list().stream()
                        .map(user -> user.text("name"))
                        .distinct())
                .hasSize(1_000);
    }

    @Test
    @DisplayName("STO-906 STO-907 a query is one statement with all single relations, and one for each list")
    final void reads() {
        Entail entail = open(Blog.model());
        List<RecordId> users = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            users.add(Blog.user(entail, "u" + i));
        }
        for (int i = 0; i < 12; i++) {
            entail.create(
                    Blog.POST,
                    Draft.of("title", "p" + i)
                            .set("author", users.get(i % 3))
                            .set("likedBy", users.subList(0, i % 10)));
        }
        assertThat(log(entail)
                        .record(() -> entail.query(Blog.POST)
                                .select("title", "likeCount", "author.name")
                                .where(Match.eq("author.name", "u1"))
                                .list())
                        .statements())
                .hasSize(1);
        assertThat(log(entail)
                        .record(() -> entail.query(Blog.USER)
                                .select("name", "posts.title", "likedPosts.author.name")
                                .list())
                        .statements())
                .hasSize(3);
        assertThat(log(entail)
                        .record(() -> entail.query(Blog.POST)
                                .select("title")
                                .select(Selection.related("likedBy", "name")
                                        .orderBy(Order.descending("name"))
                                        .limit(2))
                                .list())
                        .statements())
                .hasSize(2);
    }

    @Test
    @DisplayName("STO-922 the same shape with other values is the same SQL text")
    final void stableText() {
        Entail entail = open(Blog.model());
        RecordId ann = Blog.user(entail, "Ann");
        RecordId first = Blog.post(entail, "a");
        RecordId second = Blog.post(entail, "b");
        RecordId third = Blog.post(entail, "c");
        Blog.like(entail, ann, third).orThrow();
        List<String> one =
                log(entail).record(() -> Blog.like(entail, ann, first)).statements();
        List<String> two =
                log(entail).record(() -> Blog.like(entail, ann, second)).statements();
        assertThat(one).isEqualTo(two);
    }

    /** The verb and the table of a statement. */
    /** Whether the statements of a dispatch and its commit go in one round trip. */
    private boolean goTogether(Entail entail) {
        return database(entail).dialect().together(List.of("one", "two")).isPresent();
    }

    private static String kind(String sql) {
        String plain = sql.replace("\"", "").replace("`", "");
        String[] words = plain.split(" ");
        return words[0] + " " + (words[0].equals("INSERT") ? words[2] : words[1]);
    }
}
