package worldmesh.authority.pipeline;

import worldmesh.authority.admit.AdmitLimits;
import worldmesh.peer.port.Authority;
import worldmesh.peer.port.AuthorityContext;
import worldmesh.peer.port.AuthorityProvider;

/** Opens pipelines for the peer's ServiceLoader. */
public final class PipelineProvider implements AuthorityProvider {
    @Override
    public Authority open(AuthorityContext context) {
        return Pipeline.open(context, AdmitLimits.DEFAULT);
    }
}
