package config

import "slices"

// vercelHosts returns the hosts under which Vercel serves this deployment, page and functions, on one origin each; the
// first is to be shown to people. A preview is not the project's production domain, where another deployment answers.
func (c *Config) vercelHosts() []string {
	hosts := []string{c.VercelHost, c.VercelBranchHost, c.VercelDeploymentHost}
	if c.VercelEnvironment == "preview" {
		hosts = hosts[1:]
	}
	return slices.DeleteFunc(hosts, func(host string) bool { return host == "" })
}

// vercelOrigins returns the origins of vercelHosts. A page at one of them calls the functions at the same one.
func (c *Config) vercelOrigins() []string {
	origins := c.vercelHosts()
	for i, host := range origins {
		origins[i] = "https://" + host
	}
	return origins
}
