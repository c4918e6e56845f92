/** The web app manifest: what an installed Lipslate is called, looks like and opens. */

const VIDEO_EXTENSIONS = {
  'video/mp4': ['.mp4', '.m4v'],
  'video/quicktime': ['.mov'],
  'video/webm': ['.webm'],
  'video/x-matroska': ['.mkv'],
  'video/x-msvideo': ['.avi'],
  'video/mpeg': ['.mpg', '.mpeg'],
  'video/mp2t': ['.ts', '.mts', '.m2ts'],
};

/** URLs are relative: the site may live in a folder. @type {Partial<import('vite-plugin-pwa').ManifestOptions>} */
export const webManifest = {
  name: 'Lipslate',
  short_name: 'Lipslate',
  description: 'Tells whether the sound of a video matches the lips, and by how many milliseconds it is off.',
  lang: 'en',
  dir: 'ltr',
  start_url: './',
  scope: './',
  display: 'standalone',
  orientation: 'any',
  theme_color: '#14181f',
  background_color: '#14181f',
  categories: ['utilities', 'video', 'productivity'],
  icons: [
    { src: 'icons/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
    { src: 'icons/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
    { src: 'icons/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
    { src: 'icons/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
  file_handlers: [{ action: './', accept: { ...VIDEO_EXTENSIONS, 'application/x-lipslate': ['.lipslate'] } }],
  launch_handler: { client_mode: ['focus-existing', 'auto'] },
  share_target: {
    action: './share',
    method: 'POST',
    enctype: 'multipart/form-data',
    params: { files: [{ name: 'files', accept: ['video/*', ...Object.values(VIDEO_EXTENSIONS).flat()] }] },
  },
};
