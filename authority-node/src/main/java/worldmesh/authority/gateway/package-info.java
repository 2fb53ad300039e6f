/** Answers HTTP requests for health and metrics. The only package of the module that sees Javalin. */
@NullMarked
package worldmesh.authority.gateway;

import org.jspecify.annotations.NullMarked;
