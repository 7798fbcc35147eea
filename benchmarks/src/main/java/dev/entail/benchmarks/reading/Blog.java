package dev.entail.benchmarks.reading;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;

import dev.entail.Entail;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Link;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.query.Order;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** A blog as a model: posts with authors, comments and counted likes. */
final class Blog implements Pages {
    private static final Entity USER = entity("User", text("name"));
    private static final Entity POST = entity("Post", text("title"));
    private static final Entity COMMENT = entity("Comment", text("text"));
    private static final Relation AUTHORSHIP = manyToOne(POST, "author", USER, "posts");
    private static final Relation COMMENTING = manyToOne(COMMENT, "post", POST, "comments");
    private static final Relation LIKE =
            manyToMany(USER, "likedPosts", POST, "likedBy").named("Like");
    static final Model MODEL = Model.model("Blog")
            .facts(USER, POST, COMMENT, AUTHORSHIP, COMMENTING, LIKE)
            .derive(POST, integer("likeCount"), Count.of("likedBy"))
            .build();

    private static final int AUTHORS = 100;
    private static final int COMMENTS = 20;
    private static final int MOST_LIKES = 3;
    private static final int TOGETHER = 10_000;

    private final Entail entail;

    Blog(Entail entail) {
        this.entail = entail;
    }

    /**
     * Stores posts of a hundred authors, with twenty comments and up to three likes each.
     *
     * @return the posts, the oldest first
     */
    List<RecordId> fill(int posts) {
        List<RecordId> users = create(USER, AUTHORS, i -> Draft.of("name", "Author " + i));
        List<RecordId> stored = create(
                POST,
                posts,
                i -> Draft.of("title", "A post of a length that titles have, number " + i)
                        .set("author", users.get(i % AUTHORS)));
        // Not one post after the other: comments of a post lie far apart, as they do in a blog.
        create(
                COMMENT,
                posts * COMMENTS,
                i -> Draft.of("text", "A comment of a length that comments have, number " + i)
                        .set("post", stored.get(i % posts)));
        for (int from = 0; from < posts; from += TOGETHER) {
            List<RecordId> some = stored.subList(from, Math.min(posts, from + TOGETHER));
            entail.inTransaction(writes -> {
                for (int i = 0; i < some.size(); i++) {
                    for (int user = 0; user < i % (MOST_LIKES + 1); user++) {
                        writes.link(LIKE, Link.between(users.get(user), some.get(i)));
                    }
                }
                return some.size();
            });
        }
        return stored;
    }

    private List<RecordId> create(Entity entity, int count, IntFunction<Draft> draft) {
        List<RecordId> ids = new ArrayList<>();
        for (int from = 0; from < count; from += TOGETHER) {
            List<Draft> some = IntStream.range(from, Math.min(count, from + TOGETHER))
                    .mapToObj(draft)
                    .toList();
            ids.addAll(entail.inTransaction(writes -> writes.createAll(entity, some)));
        }
        return ids;
    }

    @Override
    public List<PostView> before(long post) {
        return entail
                .query(POST)
                .select("title", "likeCount", "author.name")
                .select(Selection.related("comments", "text")
                        .orderBy(Order.descending("id"))
                        .limit(NEWEST))
                .where(Match.lt("id", RecordId.of(post)))
                .orderBy(Order.descending("id"))
                .limit(SIZE)
                .list()
                .stream()
                .map(Blog::post)
                .toList();
    }

    private static PostView post(Row row) {
        return new PostView(
                row.id().value(),
                row.text("title"),
                row.integer("likeCount"),
                row.row("author").text("name"),
                row.rows("comments").stream()
                        .map(comment -> new CommentView(comment.id().value(), comment.text("text")))
                        .toList());
    }
}
