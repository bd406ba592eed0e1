/** An app on Tencent's Vue kit, as their guide has it: the kit mounted once, `init`, and calls by its server object. */
import { configure } from '@ringkit/tuicall'
import { TUICallKit, TUICallKitServer } from '@tencentcloud/call-uikit-vue'
import { createApp, h } from 'vue'

const query = new URLSearchParams(location.search)
const userID = query.get('me')
configure({ url: query.get('server') })

createApp({ render: () => h(TUICallKit, { lang: 'en', allowedMinimized: true }) }).mount('#kit')
await TUICallKitServer.init({ SDKAppID: 1, userID, userSig: userID })
document.addEventListener('dial', ({ detail }) => {
  void (detail.groupID ? TUICallKitServer.groupCall(detail) : TUICallKitServer.call(detail))
})
document.body.dataset.ready = ''
