package worldmesh.peer.port;

/** Opens authorities. Found by {@link java.util.ServiceLoader}. */
@FunctionalInterface
public interface AuthorityProvider {
    /** Opens the authority; state that is durable in the store is taken up again. */
    Authority open(AuthorityContext context);
}
